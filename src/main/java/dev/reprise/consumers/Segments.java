package dev.reprise.consumers;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads the segments of consumers, and splits and merges them.
 *
 * <p>A segment is only split or merged while nobody has its lease, and only if no other change is
 * made to it at the same time. Segments are merged when they have the same position, so the commits
 * of each stream stay in order.
 */
final class Segments {

    private final ConsumerStore store;
    private final Supplier<Instant> now;

    Segments(ConsumerStore store, Supplier<Instant> now) {
        this.store = store;
        this.now = now;
    }

    /** States that replace others. */
    private record Change(List<ConsumerState> old, List<ConsumerState> next) {}

    /**
     * The states of a consumer's segments, by their numbers. If another number of segments is
     * wanted, those that can be are split or merged first.
     *
     * @param start makes the state of a consumer that has none
     */
    List<ConsumerState> of(String name, Supplier<ConsumerState> start) {
        List<ConsumerState> states = read(name, start);
        // Each change makes a segment that needs no further one.
        for (int changes = 0; changes < Segment.MAX_SEGMENTS; changes++) {
            Optional<Change> change = change(states);
            if (change.isEmpty()) {
                return states;
            }
            // If somebody else changed the states meanwhile, they are read again all the same.
            boolean _ = store.replace(change.get().old(), change.get().next());
            states = read(name, start);
        }
        return states;
    }

    /** The states of a consumer's segments, by their numbers, strongly consistent. */
    List<ConsumerState> read(String name, Supplier<ConsumerState> start) {
        List<ConsumerState> states = store.find(name);
        return states.isEmpty() ? List.of(start.get()) : states;
    }

    private Optional<Change> change(List<ConsumerState> states) {
        return states.stream()
                .filter(state -> !state.isLeased(now.get()))
                .map(state -> change(state, states))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<Change> change(ConsumerState state, List<ConsumerState> all) {
        int count = state.segment().of();
        if (state.wantedSegments() > count) {
            return Optional.of(new Change(List.of(state), state.split(now.get())));
        }
        List<ConsumerState> parts = partsToMerge(state, all);
        return state.wantedSegments() < count && canBeMerged(parts)
                ? Optional.of(new Change(parts, List.of(ConsumerState.merged(parts, now.get()))))
                : Optional.empty();
    }

    /** The segments that will be one segment when this one is merged. */
    private static List<ConsumerState> partsToMerge(ConsumerState state, List<ConsumerState> all) {
        Segment whole = state.segment().merged(state.wantedSegments());
        return all.stream().filter(other -> whole.contains(other.segment())).toList();
    }

    private boolean canBeMerged(List<ConsumerState> parts) {
        return parts.stream().noneMatch(part -> part.isLeased(now.get()))
                && parts.stream().mapToLong(ConsumerState::position).distinct().count() == 1
                && parts.stream().mapToInt(part -> part.parked().size()).sum()
                        <= ConsumerState.MAX_PARKED;
    }

    /**
     * The position after which a segment has to wait for those that it will be merged with; the
     * greatest number if it has not to wait.
     */
    static long limit(ConsumerState state, List<ConsumerState> all) {
        return state.wantedSegments() < state.segment().of()
                ? partsToMerge(state, all).stream()
                        .mapToLong(ConsumerState::position)
                        .max()
                        .orElseThrow()
                : Long.MAX_VALUE;
    }
}
