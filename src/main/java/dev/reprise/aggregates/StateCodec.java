package dev.reprise.aggregates;

/**
 * How an aggregate's states are stored as snapshots. They save reading and are never needed: one of
 * another schema is passed over, and the events behind it are folded instead.
 *
 * @param <S> the aggregate's states
 */
public interface StateCodec<S> {

    /**
     * Which form the states have: a change of what is written, or of how events are folded into it,
     * is another number.
     */
    int schemaVersion();

    /** Turns a state into what is stored. Never asked of the state of a stream without events. */
    String encode(S state);

    /**
     * Reads what {@link #encode} wrote under the same schema.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    S decode(String encoded);
}
