package dev.reprise.aggregates;

import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.Digest;
import dev.reprise.eventstore.StreamVersion;

/**
 * A command that a stream has.
 *
 * @param version the stream's after it
 */
record RecordedCommand(CommandId id, Digest hash, StreamVersion version) {

    static RecordedCommand of(Commit commit) {
        return new RecordedCommand(commit.commandId(), commit.commandHash(), commit.version());
    }
}
