package dev.reprise.projections;

import dev.reprise.projections.SharedSearch.PositionFilter;
import dev.reprise.projections.ViewStore.Found;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The search rows of several partitions, merged by position, from the highest down. A partition is
 * read on only when the list comes to the end of what was read of it.
 */
final class MergedPartitions {

    /** How many queries are made for one page at most. */
    static final int MAX_QUERIES = 500;

    /** Null, which is no bound, is the highest. */
    private static final Comparator<@Nullable String> BOUNDS = Comparator.nullsLast(Utf8Text.ORDER);

    private final Query query;
    private final PositionFilter filter;
    private final Deque<List<Partition>> groups;
    private final List<Partition> open = new ArrayList<>();
    private @Nullable String reached;
    private int queries;

    /** Reads a partition. */
    @FunctionalInterface
    interface Query {

        /**
         * The streams with a lower position than {@code below}, from the highest down.
         *
         * @param below empty for all
         */
        Result read(String partition, Optional<String> below);

        /**
         * What was found.
         *
         * @param more whether the partition may have more
         */
        record Result(List<Found> found, boolean more) {}
    }

    /** A partition, and what was read of it. */
    private final class Partition {

        private final String name;
        private final Deque<Found> found = new ArrayDeque<>();
        private boolean more = true;

        /** All that is not read yet is lower; null if that is not known. */
        private @Nullable String below;

        Partition(String name, Optional<String> below) {
            this.name = name;
            this.below = below.orElse(null);
        }

        /** The next position if it was read, or else one that the next position is lower than. */
        @Nullable String bound() {
            Found next = found.peek();
            return next == null ? below : next.position();
        }

        boolean isUsedUp() {
            return found.isEmpty() && !more;
        }

        void add(Query.Result result) {
            more = result.more();
            if (!result.found().isEmpty()) {
                found.addAll(result.found());
                below = result.found().getLast().position();
            }
            skip();
        }

        Found take() {
            Found next = found.remove();
            skip();
            return next;
        }

        /** Drops the positions that the filter leaves out, up to the first that it does not. */
        private void skip() {
            while (!found.isEmpty()) {
                String next = found.element().position();
                Optional<String> end = filter.skipTo(next);
                if (end.isEmpty()) {
                    return;
                }
                if (Utf8Text.ORDER.compare(end.get(), next) > 0) {
                    throw new IllegalArgumentException(
                            "the filter must go on at or below " + next + ", found " + end.get());
                }
                found.removeIf(row -> Utf8Text.ORDER.compare(row.position(), end.get()) >= 0);
                if (found.isEmpty()) {
                    below = end.get();
                }
            }
        }
    }

    /**
     * The rows of these partitions.
     *
     * @param groups see {@link SharedSearch#partitions}
     * @param below only lower positions than this; empty for all
     */
    MergedPartitions(
            Query query, List<List<String>> groups, Optional<String> below, PositionFilter filter) {
        this.query = query;
        this.filter = filter;
        this.reached = below.orElse(null);
        this.groups =
                groups.stream()
                        .map(group ->
                                group.stream().map(name -> new Partition(name, below)).toList())
                        .collect(Collectors.toCollection(ArrayDeque::new));
    }

    /** The next streams; fewer than {@code count} at the end, or if too many queries were made. */
    List<Found> take(int count) {
        List<Found> taken = new ArrayList<>();
        while (taken.size() < count) {
            Optional<Partition> highest = highest();
            if (highest.isEmpty()) {
                break;
            }
            taken.add(highest.get().take());
        }
        return taken;
    }

    /** Whether there is no further stream. False also if too many queries were made to know it. */
    boolean isAtEnd() {
        return highest().isEmpty() && open.isEmpty();
    }

    /** The position below which the list goes on after {@link #take} returned too few. */
    Optional<String> reached() {
        return Optional.ofNullable(reached);
    }

    /** The partition that has the next position, which was read. */
    private Optional<Partition> highest() {
        while (true) {
            open.removeIf(Partition::isUsedUp);
            if (open.isEmpty() && groups.isEmpty()) {
                return Optional.empty();
            }
            if (open.isEmpty()) {
                open.addAll(groups.remove());
            }
            Partition highest =
                    Collections.max(open, Comparator.comparing(Partition::bound, BOUNDS));
            if (BOUNDS.compare(highest.bound(), reached) < 0) {
                reached = highest.bound();
            }
            if (!highest.found.isEmpty()) {
                return Optional.of(highest);
            }
            if (queries >= MAX_QUERIES) {
                return Optional.empty();
            }
            readOn();
        }
    }

    /** Reads on in all partitions of which nothing is left. */
    private void readOn() {
        List<Partition> empty = open.stream().filter(p -> p.found.isEmpty()).toList();
        queries += empty.size();
        Parallel.map(empty, p -> query.read(p.name, Optional.ofNullable(p.below)))
                .forEach(Partition::add);
    }
}
