package dev.reprise.processes;

import dev.reprise.aggregates.StateCodec;
import dev.reprise.eventstore.EventCodec;
import dev.reprise.eventstore.RecordedEvent;
import java.time.Instant;
import java.util.Optional;

/**
 * A process reacts to events of other streams, and to its deadlines. Its functions are pure: no
 * clock, no randomness, no I/O. The same arguments must always give an equal result, because a
 * reaction may be computed several times before it is recorded.
 *
 * <p>A process has many instances, such as one for each order. Each instance has a stream. The
 * stream holds which events the instance reacted to, its own events and its deadlines. The state of
 * an instance is a fold of its own events. So the code of a process may change while its instances
 * wait.
 *
 * @param <T> the events that it reacts to
 * @param <S> states of an instance
 * @param <E> own events
 * @param <C> commands that it sends
 * @param <R> reasons for which its commands are rejected
 */
public interface BusinessProcess<T, S, E, C, R> {

    /**
     * The name: unique, and never changed, because it is stored as the category of the instances'
     * streams, and as the name of the consumer. 1 to {@value ProcessNames#MAX_LENGTH} ASCII
     * letters, digits or underscores.
     */
    String name();

    /** The category of the streams whose events it reacts to. */
    String category();

    /** Decodes the events that it reacts to. */
    EventCodec<T> codec();

    /** How its own events are stored. */
    OwnEvents<E> ownEvents();

    /**
     * Encodes states for snapshots. If it is empty, an instance is folded from its first event for
     * each step. This is fast enough for instances of a few dozen events.
     */
    default Optional<StateCodec<S>> states() {
        return Optional.empty();
    }

    /**
     * The id of the instance that reacts to an event. It is the id of the instance's stream. Empty
     * if no instance reacts; then nothing is read.
     */
    Optional<String> correlate(RecordedEvent<T> event);

    /** The state of an instance without own events. */
    S initialState();

    /**
     * Folds an own event onto a state and returns the resulting state. It must accept every event
     * that a reaction has ever recorded.
     *
     * @param at the event's timestamp
     */
    S evolve(S state, E event, Instant at);

    /** Reacts to an event that {@link #correlate} assigned to this instance. */
    Reaction<E, C> react(S state, RecordedEvent<T> event);

    /** Reacts to a deadline that has been reached. */
    Reaction<E, C> onDeadline(S state, Deadline deadline);

    /**
     * Reacts to the rejection of a command. This reaction replaces the one that sent the command:
     * the events and deadlines of the replaced reaction are not recorded.
     *
     * @param state the same as for the reaction that sent the command
     */
    Reaction<E, C> onRejection(S state, RejectedCommand<C, R> rejected);

    /** A reaction without effect, to which effects can be added. */
    default Reaction<E, C> reaction() {
        return Reaction.nothing();
    }
}
