package dev.reprise.aggregates;

import java.util.OptionalLong;

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
     * About how many bytes a state takes in memory, the initial state included. Recent streams are
     * kept in memory up to a number of bytes, so an estimate that is too low costs memory, and one
     * that is too high costs reads. It is made after each command: count the objects, and do not
     * encode the state.
     *
     * @return empty, unless overridden: then four times the size of the last snapshot and of the
     *     events since it
     */
    default OptionalLong memoryBytes(S state) {
        return OptionalLong.empty();
    }

    /**
     * Decodes a state that {@link #encode} wrote with the same schema version.
     *
     * @throws IllegalArgumentException if the text is not such a state
     */
    S decode(String encoded);
}
