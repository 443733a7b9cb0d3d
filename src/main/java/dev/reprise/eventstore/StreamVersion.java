package dev.reprise.eventstore;

/**
 * The number of events in a stream, which is also the sequence number of its last event.
 *
 * @param value 0 for a stream without events
 */
public record StreamVersion(long value) implements Comparable<StreamVersion> {

    /** The version of a stream without events. A stream that does not exist has this version. */
    public static final StreamVersion NONE = new StreamVersion(0);

    /** A version after the tail of every stream. */
    public static final StreamVersion MAX = new StreamVersion(Long.MAX_VALUE);

    public StreamVersion {
        if (value < 0) {
            throw new IllegalArgumentException("a stream version must be 0 or more, not " + value);
        }
    }

    /** The sequence number of the next event. */
    public long nextSequenceNumber() {
        return value + 1;
    }

    @Override
    public int compareTo(StreamVersion other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
