package dev.reprise.aggregates;

import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.StreamName;

/**
 * A command, and the stream it is for.
 *
 * @param dryRun whether the command is only decided, and nothing is recorded
 */
record StreamCommand<C, S>(
        StreamName stream,
        C command,
        CommandContext context,
        Visibility<S> visibility,
        boolean dryRun) {

    boolean made(Commit commit) {
        return commit.commandId().equals(context.id());
    }

    /** Whether the call may see the stream as it is folded. */
    boolean shows(Fold<S, ?> fold) {
        return visibility.shows(fold.state());
    }
}
