package dev.reprise.projections;

/**
 * A row of sums, to which many streams add.
 *
 * @param table which totals belong together, such as {@code per-item}; see {@link SharedKeys}
 * @param partition the totals that are read together, such as those of {@code item123}. A partition
 *     takes about 1,000 changes per second: spread a total that more streams than that change over
 *     several partitions, and add them up when they are read
 * @param position the total's place in the partition, such as {@code 2026-11-29}
 */
public record Total(String table, String partition, String position) implements Comparable<Total> {

    public Total {
        SharedKeys.require(table, partition, position);
    }

    @Override
    public int compareTo(Total other) {
        return SharedKeys.compare(
                table, partition, position, other.table, other.partition, other.position);
    }
}
