package dev.reprise.processes;

import dev.reprise.processes.Step.Sending;

/** Why a step was not recorded. */
sealed interface Refusal<C, R> {

    /**
     * The reaction sends this command: the step has to be recorded together with the target's
     * commit.
     */
    record Sends<C, R>(Sending<C> sending) implements Refusal<C, R> {}

    /** The instance no longer reacts as the step expects: the step has to be computed again. */
    record Outdated<C, R>() implements Refusal<C, R> {}

    /** More reactions in a row led to this step than are allowed. */
    record TooDeep<C, R>() implements Refusal<C, R> {}

    /** The target has an event to which the instance has not reacted. */
    record TargetChanged<C, R>() implements Refusal<C, R> {}

    /** The target rejected the command. */
    record ByTarget<C, R>(R reason) implements Refusal<C, R> {}
}
