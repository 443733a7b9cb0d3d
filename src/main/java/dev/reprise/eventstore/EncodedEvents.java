package dev.reprise.eventstore;

/**
 * A commit's events in their stored form, made and read by an {@link EventCodec}.
 *
 * @param count how many there are, at least one
 * @param json a JSON array of their bodies, in order
 */
public record EncodedEvents(int count, String json) {

    public EncodedEvents {
        if (count < 1) {
            throw new IllegalArgumentException("a commit holds at least one event, not " + count);
        }
    }
}
