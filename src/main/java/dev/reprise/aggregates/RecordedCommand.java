package dev.reprise.aggregates;

import dev.reprise.eventstore.CommandDigest;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.StreamVersion;

/**
 * A command that made a commit of a stream.
 *
 * @param digest the digest of the command's content
 * @param sequenceNumber of the commit's first event
 * @param version the stream's version after that commit
 */
record RecordedCommand(
        CommandId id, CommandDigest digest, long sequenceNumber, StreamVersion version) {

    static RecordedCommand of(Commit commit) {
        return new RecordedCommand(
                commit.commandId(),
                commit.commandDigest(),
                commit.firstSequenceNumber(),
                commit.version());
    }
}
