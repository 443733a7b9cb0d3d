package dev.reprise.aggregates;

import dev.reprise.eventstore.StreamVersion;
import java.util.function.Function;

/**
 * What became of a command.
 *
 * @param <T> what is shown of a stream after it
 * @param <R> reasons for a rejection
 */
public sealed interface CommandResult<T, R> {

    /**
     * It stands, now or since an earlier call with the same id.
     *
     * @param after the stream after this command's commit, also when others came after it; the
     *     stream as it is when there was nothing to record
     */
    record Handled<T, R>(T after) implements CommandResult<T, R> {}

    /** The state forbids it. Nothing was recorded. */
    record Rejected<T, R>(R reason) implements CommandResult<T, R> {}

    /** The stream is not at a version that the caller asked for. Nothing was recorded. */
    record PreconditionFailed<T, R>(StreamVersion actual) implements CommandResult<T, R> {}

    /**
     * The stream has a command of this id with another content: the caller's error. Nothing was
     * recorded.
     *
     * @param recordedAt the version after that command
     */
    record CommandIdReused<T, R>(StreamVersion recordedAt) implements CommandResult<T, R> {}

    /** Its events are more than one commit holds. Nothing was recorded. */
    record TooLarge<T, R>(int bytes, int limit) implements CommandResult<T, R> {}

    /**
     * Others wrote to the stream each time it was tried. This call recorded nothing, and may come
     * again.
     *
     * @param attempts how often it was tried; 0 if others of this process were at the stream all
     *     the time that a call waits for its turn
     */
    record Contended<T, R>(int attempts) implements CommandResult<T, R> {}

    /** The same result with another view of the stream. */
    default <U> CommandResult<U, R> map(Function<? super T, ? extends U> view) {
        return switch (this) {
            case Handled(T after) -> new Handled<>(view.apply(after));
            case Rejected(R reason) -> new Rejected<>(reason);
            case PreconditionFailed(StreamVersion actual) -> new PreconditionFailed<>(actual);
            case CommandIdReused(StreamVersion recordedAt) -> new CommandIdReused<>(recordedAt);
            case TooLarge(int bytes, int limit) -> new TooLarge<>(bytes, limit);
            case Contended(int attempts) -> new Contended<>(attempts);
        };
    }
}
