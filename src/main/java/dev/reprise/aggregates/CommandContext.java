package dev.reprise.aggregates;

import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Digest;
import dev.reprise.eventstore.Metadata;

/**
 * What comes with a command besides its content.
 *
 * @param id the same for every repetition of one command
 * @param hash the digest of the command's content, without what differs between repetitions:
 *     clocks, made ids, the precondition
 * @param precondition what the caller asks of the stream's version
 */
public record CommandContext(
        CommandId id, Digest hash, Precondition precondition, Metadata metadata) {}
