package dev.reprise.processes;

import java.time.Instant;

/**
 * An event in the stream of an instance. Names of streams in it have no tenant's prefix. {@link
 * ProcessEvents} has the names under which the events are stored.
 *
 * @param <E> own events of the process
 */
public sealed interface ProcessEvent<E> {

    /** An own event of the process. */
    record Own<E>(E event) implements ProcessEvent<E> {}

    /**
     * The instance has reacted to all events of a stream up to this one. If it reacted to several
     * events of a commit by deadlines only, these reactions are one step.
     */
    record ReactedTo<E>(String stream, long sequenceNumber) implements ProcessEvent<E> {}

    /** The command of the step was rejected. */
    record CommandRejected<E>(String stream) implements ProcessEvent<E> {}

    /** A deadline is pending from now on. It replaces an earlier deadline with this name. */
    record DeadlineSet<E>(String name, Instant at) implements ProcessEvent<E> {}

    /** A pending deadline is no longer pending. */
    record DeadlineCancelled<E>(String name) implements ProcessEvent<E> {}

    /** The instance has reacted to a pending deadline, which is no longer pending. */
    record DeadlineReached<E>(String name, Instant at) implements ProcessEvent<E> {}
}
