package dev.reprise.aggregates;

/**
 * Encodes an aggregate's states for snapshots, and decodes them. Snapshots make loads cheaper, but
 * are never needed: a snapshot with another schema version is ignored, and the events are folded
 * instead. A codec that throws costs its snapshot and an error in the log, nothing else.
 *
 * @param <S> the aggregate's states
 */
public interface StateCodec<S> {

    /**
     * The schema version of the states. Raise it if the encoded state changes, or if events are
     * folded into the state differently.
     */
    int schemaVersion();

    /** Encodes the state of a stream with at least one event. */
    String encode(S state);

    /**
     * Decodes a state that {@link #encode} wrote with the same schema version.
     *
     * @throws IllegalArgumentException if the text is not such a state
     */
    S decode(String encoded);
}
