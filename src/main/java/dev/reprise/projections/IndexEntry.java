package dev.reprise.projections;

/**
 * Where a row stands in an index.
 *
 * @param partition the rows that are listed together, such as those of {@code user123}
 * @param position the row's place in the partition, ordered by UTF-8 bytes; unique in the partition
 */
public record IndexEntry(Index index, String partition, String position) {}
