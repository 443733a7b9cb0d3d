package dev.reprise.aggregates;

import dev.reprise.eventstore.CommandDigest;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Metadata;

/**
 * The data of a command besides its content.
 *
 * @param id the same for every repetition of the command
 * @param digest the digest of the command's content. It leaves out times, generated ids and the
 *     precondition: a repeated command has the same digest
 * @param precondition which versions of the stream the caller accepts
 */
public record CommandContext(
        CommandId id, CommandDigest digest, Precondition precondition, Metadata metadata) {}
