package dev.reprise.projections;

/**
 * A place where a row is found, besides its key.
 *
 * @param partition what has to be asked for whole, such as {@code customer/user123}
 * @param position where it stands in the partition, ordered as UTF-8 bytes are; unique in it
 */
public record IndexEntry(Index index, String partition, String position) {}
