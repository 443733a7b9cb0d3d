package dev.reprise.processes;

/**
 * The rules for the commands of callers to the instances of a process. Pure, as the process is: a
 * command carries the time, if the decision needs it.
 *
 * @param <C> commands of callers
 * @param <S> states of an instance
 * @param <E> own events
 * @param <R> reasons for a rejection
 */
@FunctionalInterface
public interface CallerRules<C, S, E, R> {

    /** Decides a command in the state of an instance. */
    Answer<E, R> decide(C command, S state);

    /** The decision on a command of a caller. */
    sealed interface Answer<E, R> {

        /**
         * The command is accepted.
         *
         * @param reaction what to record; it sends nothing. {@link Reaction#nothing} if the
         *     instance already is as the command asks
         */
        record Accepted<E, R>(Reaction<E, Void> reaction) implements Answer<E, R> {}

        /** The state of the instance forbids the command. Nothing is recorded. */
        record Rejected<E, R>(R reason) implements Answer<E, R> {}
    }
}
