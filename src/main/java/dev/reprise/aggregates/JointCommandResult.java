package dev.reprise.aggregates;

import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import java.util.Map;

/**
 * What became of a command to several streams.
 *
 * @param <R> reasons for a rejection
 */
public sealed interface JointCommandResult<R> {

    /**
     * It stands in all streams, now or since an earlier call with the same id.
     *
     * @param versions of the streams that it changed, after it; of an earlier call, those of the
     *     streams that have it among their last 32 commits
     */
    record Handled<R>(Map<StreamName, StreamVersion> versions) implements JointCommandResult<R> {
        public Handled {
            versions = Map.copyOf(versions);
        }
    }

    /** The state of a stream forbids it. Nothing was recorded. */
    record Rejected<R>(StreamName stream, R reason) implements JointCommandResult<R> {}

    /**
     * A stream has a command of this id with another content: the caller's error. Nothing was
     * recorded.
     *
     * @param recordedAt the version after that command
     */
    record CommandIdReused<R>(StreamName stream, StreamVersion recordedAt)
            implements JointCommandResult<R> {}

    /** Its events are more than one commit, or one transaction, holds. Nothing was recorded. */
    record TooLarge<R>(int bytes, int limit) implements JointCommandResult<R> {}

    /**
     * Others wrote to the streams each time it was tried. This call recorded nothing, and may come
     * again.
     */
    record Contended<R>(int attempts) implements JointCommandResult<R> {}
}
