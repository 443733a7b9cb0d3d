package dev.reprise.aggregates;

import dev.reprise.eventstore.StreamName;
import java.util.List;

/**
 * The personal values of an aggregate's events, which are encrypted before they are stored. The
 * decider and the codecs stay free of keys.
 *
 * @param <C> commands
 * @param <S> states
 * @param <E> events
 */
public interface PersonalValues<C, S, E> {

    /**
     * The state for a decision that has to compare a personal value of the command with one of the
     * state. The same state if the command needs none: to read one may take a request.
     */
    S opened(StreamName stream, C command, S state);

    /**
     * The decided events as they are to be stored.
     *
     * @param state before the events
     */
    List<E> sealed(StreamName stream, S state, List<E> events);

    /** Those of an aggregate that has none, or does not encrypt them. */
    static <C, S, E> PersonalValues<C, S, E> none() {
        return new PersonalValues<>() {
            @Override
            public S opened(StreamName stream, C command, S state) {
                return state;
            }

            @Override
            public List<E> sealed(StreamName stream, S state, List<E> events) {
                return events;
            }
        };
    }
}
