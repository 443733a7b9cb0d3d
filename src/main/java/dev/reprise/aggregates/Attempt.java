package dev.reprise.aggregates;

import dev.reprise.eventstore.Commit;

/** The result of one attempt of a {@link CommandHandler}. */
sealed interface Attempt<S, E, R> {

    /** The command's commit is stored. This is the outcome. */
    record Appended<S, E, R>(CommandResult<CommandOutcome<S, E>, R> result)
            implements Attempt<S, E, R> {}

    /** The command appends nothing to this state. Final only if the state was read strongly. */
    record NothingAppended<S, E, R>(CommandResult<CommandOutcome<S, E>, R> result)
            implements Attempt<S, E, R> {}

    /** Another commit holds the place. The stream has moved on. */
    record Conflicted<S, E, R>(Commit winner) implements Attempt<S, E, R> {}
}
