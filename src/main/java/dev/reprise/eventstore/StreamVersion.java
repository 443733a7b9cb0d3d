package dev.reprise.eventstore;

/**
 * How many events a stream holds, which is the sequence number of its last one.
 *
 * @param value 0 for a stream without events
 */
public record StreamVersion(long value) implements Comparable<StreamVersion> {

    /** The version of a stream that has no events, or that does not exist: the two are the same. */
    public static final StreamVersion NONE = new StreamVersion(0);

    /** Past the tail of every stream. */
    public static final StreamVersion MAX = new StreamVersion(Long.MAX_VALUE);

    public StreamVersion {
        if (value < 0) {
            throw new IllegalArgumentException("version is 0 or more, not " + value);
        }
    }

    /** The sequence number of the event that would come next. */
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
