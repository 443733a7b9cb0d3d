package dev.reprise.consumers;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A store of consumers in memory. */
public final class InMemoryConsumerStore implements ConsumerStore {

    private final Map<Place, ConsumerState> states = new TreeMap<>();
    private final Map<Place, Long> lastRevisions = new TreeMap<>();

    /** Where the state of a segment is stored. */
    private record Place(String name, int number) implements Comparable<Place> {

        private static final Comparator<Place> ORDER =
                Comparator.comparing(Place::name).thenComparingInt(Place::number);

        static Place of(ConsumerState state) {
            return new Place(state.name(), state.segment().number());
        }

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    @Override
    public synchronized List<ConsumerState> all() {
        return List.copyOf(states.values());
    }

    @Override
    public synchronized List<ConsumerState> find(String name) {
        return states.values().stream().filter(state -> state.name().equals(name)).toList();
    }

    @Override
    public synchronized boolean save(ConsumerState state) {
        return state.equals(states.get(Place.of(state)))
                || (revision(Place.of(state)) + 1 == state.revision() && put(state));
    }

    private boolean put(ConsumerState state) {
        Place place = Place.of(state);
        long last = Optional.ofNullable(lastRevisions.put(place, state.revision())).orElse(0L);
        if (state.revision() <= last) {
            throw new AssertionError(
                    "the state of %s has revision %d, and must have one after %d"
                            .formatted(place, state.revision(), last));
        }
        states.put(place, state);
        return true;
    }

    /** 0 if nothing is stored. */
    private long revision(Place place) {
        return Optional.ofNullable(states.get(place)).map(ConsumerState::revision).orElse(0L);
    }

    @Override
    public synchronized boolean replace(List<ConsumerState> old, List<ConsumerState> next) {
        List<Place> places = old.stream().map(Place::of).toList();
        boolean isAsRead =
                old.stream().allMatch(state -> revision(Place.of(state)) == state.revision())
                        && next.stream()
                                .map(Place::of)
                                .allMatch(place ->
                                        places.contains(place) || !states.containsKey(place));
        if (isAsRead) {
            states.keySet().removeAll(places);
            next.forEach(this::put);
        }
        return isAsRead;
    }

    @Override
    public synchronized void remove(String name) {
        states.keySet().removeIf(place -> place.name().equals(name));
        lastRevisions.keySet().removeIf(place -> place.name().equals(name));
    }
}
