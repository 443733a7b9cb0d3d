package dev.reprise.projections;

import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.EventCodec;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.UndecodableEventsException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A projection for tests. A row lists all amounts of an account in order, so that a missing or
 * repeated event shows. Its index is by the number of amounts. An account must not be overdrawn.
 */
public record Entries(String name, int schemaVersion)
        implements Projection<Integer, List<Integer>> {

    public static final String CATEGORY = "account";
    static final Index BY_COUNT = new Index("by-count", 1);
    public static final EventCodec<Integer> CODEC = new AmountsCodec();

    @Override
    public String category() {
        return CATEGORY;
    }

    @Override
    public EventCodec<Integer> codec() {
        return CODEC;
    }

    @Override
    public List<Integer> evolve(@Nullable List<Integer> view, RecordedEvent<Integer> event) {
        List<Integer> after = new ArrayList<>(view == null ? List.of() : view);
        after.add(event.event());
        if (after.stream().mapToInt(amount -> amount).sum() < 0) {
            throw new IllegalStateException("the account is overdrawn");
        }
        return List.copyOf(after);
    }

    @Override
    public String encode(List<Integer> view) {
        return CODEC.encode(view).json();
    }

    @Override
    public List<Integer> decode(String encoded) {
        try {
            return CODEC.decode(new EncodedEvents.Json(1, encoded));
        } catch (UndecodableEventsException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public List<IndexEntry> indexEntries(StreamName stream, List<Integer> view) {
        return List.of(new IndexEntry(BY_COUNT, Integer.toString(view.size()), encode(view)));
    }

    /** Encodes amounts as a JSON array of numbers. */
    private static final class AmountsCodec implements EventCodec<Integer> {

        @Override
        public EncodedEvents encode(List<Integer> events) {
            return new EncodedEvents.Json(
                    events.size(),
                    events.stream()
                            .map(amount -> Integer.toString(amount))
                            .collect(Collectors.joining(",", "[", "]")));
        }

        @Override
        public List<Integer> decode(EncodedEvents encoded) {
            String json = encoded.json();
            try {
                return Arrays.stream(json.substring(1, json.length() - 1).split(",", -1))
                        .map(Integer::valueOf)
                        .toList();
            } catch (NumberFormatException e) {
                throw new UndecodableEventsException(json + " is not a list of numbers", e);
            }
        }
    }
}
