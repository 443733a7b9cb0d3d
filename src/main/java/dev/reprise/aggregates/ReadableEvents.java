package dev.reprise.aggregates;

import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.EventCodec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Encodes decided events, and decodes them again before they are appended. So a commit that its
 * codec cannot read, or reads as other events, is never stored. Events are compared by {@code
 * equals}.
 *
 * <p>The events of every codec are checked. For JSON the check takes 2.5 µs for one event of 160
 * bytes, and 9 µs for ten (JDK 25, 2 cores). The write of a command takes some milliseconds.
 */
final class ReadableEvents {

    private ReadableEvents() {}

    /**
     * Encodes the events of one commit.
     *
     * @param after the boundary at which they are to be appended
     * @throws IllegalStateException if the encoded events have another count, cannot be decoded, or
     *     are decoded as other events; the message names the stream, the event and the difference
     */
    static <E> EncodedEvents encode(EventCodec<E> codec, List<E> events, CommitBoundary after) {
        EncodedEvents encoded = codec.encode(events);
        requireCount(events, encoded.count(), "encoded", after);
        List<E> decoded = decode(codec, encoded, after);
        for (int i = 0; i < Math.min(events.size(), decoded.size()); i++) {
            if (!events.get(i).equals(decoded.get(i))) {
                throw refusal(
                        "event " + (after.version().nextSequenceNumber() + i),
                        after,
                        "it is decoded as " + decoded.get(i) + ", but is " + events.get(i),
                        null);
            }
        }
        requireCount(events, decoded.size(), "decoded", after);
        return encoded;
    }

    private static <E> List<E> decode(
            EventCodec<E> codec, EncodedEvents encoded, CommitBoundary after) {
        try {
            return codec.decode(encoded);
        } catch (RuntimeException | StackOverflowError e) {
            throw refusal(eventsAfter(after), after, "they cannot be decoded: " + e, e);
        }
    }

    private static void requireCount(List<?> events, int found, String how, CommitBoundary after) {
        if (found != events.size()) {
            throw refusal(
                    eventsAfter(after),
                    after,
                    "they are " + how + " as " + found + " events, but are " + events,
                    null);
        }
    }

    private static String eventsAfter(CommitBoundary after) {
        return "the events from " + after.version().nextSequenceNumber() + " on";
    }

    private static IllegalStateException refusal(
            String subject, CommitBoundary after, String difference, @Nullable Throwable cause) {
        return new IllegalStateException(
                subject
                        + " of "
                        + after.stream()
                        + " would not be read as decided: "
                        + difference
                        + ". Nothing was recorded. Correct the codec of the events, or the equals"
                        + " method of the event.",
                cause);
    }
}
