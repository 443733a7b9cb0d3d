package dev.reprise.projections;

/**
 * A row that leads to a stream. It has no content but its place: a search reads the places, and
 * then the rows of the streams.
 *
 * @param index which rows are searched together, such as {@code by-item}; see {@link SharedKeys}
 * @param partition the rows that are listed together, such as those of {@code item123}. A partition
 *     takes about 1,000 changes per second
 * @param position the row's place in the partition, ordered by UTF-8 bytes. It contains the id of
 *     the stream, or another stream takes its place
 */
public record SearchRow(String index, String partition, String position)
        implements Comparable<SearchRow> {

    public SearchRow {
        SharedKeys.require(index, partition, position);
    }

    @Override
    public int compareTo(SearchRow other) {
        return SharedKeys.compare(
                index, partition, position, other.index, other.partition, other.position);
    }
}
