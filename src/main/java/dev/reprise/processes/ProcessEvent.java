package dev.reprise.processes;

import java.time.Instant;

/**
 * What the stream of an instance holds. Streams are named as their tenant writes them. {@link
 * ProcessEvents} has the names under which the events are stored.
 *
 * @param <E> own events of the process
 */
public sealed interface ProcessEvent<E> {

    /** An own event of the process. */
    record Own<E>(E event) implements ProcessEvent<E> {}

    /**
     * The instance has reacted to all events of a stream up to this one. The events of a commit to
     * which it reacted by deadlines only are one step.
     */
    record ReactedTo<E>(String stream, long sequenceNumber) implements ProcessEvent<E> {}

    /** The command of the step was rejected. */
    record CommandRejected<E>(String stream) implements ProcessEvent<E> {}

    /** A deadline is pending from now on, in place of an earlier one with this name. */
    record DeadlineSet<E>(String name, Instant at) implements ProcessEvent<E> {}

    /** A pending deadline is no longer pending. */
    record DeadlineCancelled<E>(String name) implements ProcessEvent<E> {}

    /** The instance has reacted to a pending deadline, which is no longer pending. */
    record DeadlineReached<E>(String name, Instant at) implements ProcessEvent<E> {}
}
