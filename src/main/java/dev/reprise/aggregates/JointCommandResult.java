package dev.reprise.aggregates;

import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import java.util.Map;

/**
 * The outcome of a command to several streams.
 *
 * @param <R> reasons for a rejection
 */
public sealed interface JointCommandResult<R> {

    /**
     * The command was accepted, by this call or by an earlier call with the same id.
     *
     * @param versions of every stream that the command changed, its version after the command;
     *     empty if there was nothing to record
     * @param replayed whether an earlier call with the same id recorded the command, and this is
     *     its outcome
     */
    record Handled<R>(Map<StreamName, StreamVersion> versions, boolean replayed)
            implements JointCommandResult<R> {

        public Handled {
            versions = Map.copyOf(versions);
        }

        /** The outcome of a command that this call recorded, or that had nothing to record. */
        public Handled(Map<StreamName, StreamVersion> versions) {
            this(versions, false);
        }
    }

    /** The state of a stream forbids the command. Nothing was recorded. */
    record Rejected<R>(StreamName stream, R reason) implements JointCommandResult<R> {}

    /**
     * A stream has a command with the same id and other content: an error of the caller. Nothing
     * was recorded.
     *
     * @param recordedAt the stream's version after that command
     */
    record CommandIdReused<R>(StreamName stream, StreamVersion recordedAt)
            implements JointCommandResult<R> {}

    /**
     * The command's events are too large for one commit or one transaction. Nothing was recorded.
     *
     * @param bytes the size of that commit, or of all commits
     * @param limit the largest size allowed, in bytes
     */
    record TooLarge<R>(int bytes, int limit) implements JointCommandResult<R> {}

    /**
     * The streams changed during every attempt. Nothing was recorded. The caller may repeat the
     * command.
     *
     * @param attempts the number of attempts, 1 or more
     */
    record Contended<R>(int attempts) implements JointCommandResult<R> {}
}
