package dev.reprise.projections;

import dev.reprise.eventstore.Tenant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which streams to list by their search rows, and what to show of each.
 *
 * @param tenant whose streams
 * @param index see {@link SearchRow#index}
 * @param partitions of the index, at most 500, in groups. The partitions of a group are merged by
 *     position. All positions of a group are higher than those of the next one, which is read when
 *     the first has no more
 * @param range leaves out the positions outside
 * @param filter leaves out positions of the range without reading rows
 * @param elements what the list shows of a stream: nothing to leave it out, or several elements
 * @param <V> the view that a row shows
 * @param <T> the elements of the list
 */
public record SharedSearch<V, T>(
        Tenant tenant,
        String index,
        List<List<String>> partitions,
        PositionRange range,
        PositionFilter filter,
        Function<Hit<V>, List<T>> elements) {

    public SharedSearch {
        partitions = partitions.stream().map(List::copyOf).toList();
        long count = partitions.stream().mapToLong(List::size).sum();
        if (count > MergedPartitions.MAX_QUERIES) {
            throw new IllegalArgumentException(
                    "a search must have at most "
                            + MergedPartitions.MAX_QUERIES
                            + " partitions, found "
                            + count);
        }
    }

    /** A stream that was found. */
    public record Hit<V>(String position, ProjectedView<V> row) {}

    /** Leaves out positions. */
    @FunctionalInterface
    public interface PositionFilter {

        /** Leaves out nothing. */
        PositionFilter NONE = _ -> Optional.empty();

        /**
         * Where the list goes on below a position that does not belong in it: no position from this
         * one to the result belongs in it, the result included. Empty if the position belongs.
         *
         * @return not higher than the position
         */
        Optional<String> skipTo(String position);
    }

    /**
     * A page of the list.
     *
     * @param elements may be empty although there is a next page
     * @param next what the next page begins after; empty on the last page
     */
    public record Page<T>(List<T> elements, Optional<String> next) {

        public Page {
            elements = List.copyOf(elements);
        }
    }
}
