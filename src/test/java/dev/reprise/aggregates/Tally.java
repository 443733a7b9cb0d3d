package dev.reprise.aggregates;

import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.EventCodec;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An aggregate for tests. Its states are so small that snapshots pay, but still show whether every
 * event was folded once and in order.
 *
 * @param trace a digest of all events and their timestamps, in order
 */
record Tally(int events, int last, int trace) {

    static final EventCodec<Integer> CODEC = new NumberCodec();
    static final Decider<List<Integer>, Tally, Integer, String> DECIDER = new TallyDecider();

    /** The aggregate with snapshots of a schema version. */
    static Aggregate<List<Integer>, Tally, Integer, String> withSnapshots(int schema) {
        return new Aggregate<>(DECIDER, CODEC, new TallyCodec(schema));
    }

    static Aggregate<List<Integer>, Tally, Integer, String> withoutSnapshots() {
        return new Aggregate<>(DECIDER, CODEC);
    }

    private static final class TallyDecider
            implements Decider<List<Integer>, Tally, Integer, String> {

        @Override
        public Tally initialState() {
            return new Tally(0, 0, 0);
        }

        /** Accepts every number except the last one again. */
        @Override
        public Decision<Integer, String> decide(List<Integer> command, Tally state) {
            return state.events() > 0 && command.getFirst() == state.last()
                    ? Decision.rejected("again " + state.last())
                    : new Decision.Accepted<>(command);
        }

        @Override
        public Tally evolve(Tally state, Integer event, Instant at) {
            return new Tally(
                    state.events() + 1, event, 31 * (31 * state.trace() + event) + at.hashCode());
        }
    }

    private static final class NumberCodec implements EventCodec<Integer> {

        @Override
        public EncodedEvents encode(List<Integer> events) {
            return new EncodedEvents.Json(events.size(), events.toString());
        }

        @Override
        public List<Integer> decode(EncodedEvents encoded) {
            String json = encoded.json();
            return List.of(json.substring(1, json.length() - 1).split(", ")).stream()
                    .map(Integer::valueOf)
                    .toList();
        }
    }

    /** Stores the schema version first, so a state of another schema version cannot be decoded. */
    private record TallyCodec(int schemaVersion) implements StateCodec<Tally> {

        @Override
        public String encode(Tally state) {
            return schemaVersion + ":" + state.events() + ":" + state.last() + ":" + state.trace();
        }

        @Override
        public Tally decode(String encoded) {
            int[] numbers =
                    List.of(encoded.split(":", -1)).stream()
                            .flatMapToInt(number -> IntStream.of(Integer.parseInt(number)))
                            .toArray();
            if (numbers.length != 4 || numbers[0] != schemaVersion) {
                throw new IllegalArgumentException("no tally of schema version " + schemaVersion);
            }
            return new Tally(numbers[1], numbers[2], numbers[3]);
        }
    }
}
