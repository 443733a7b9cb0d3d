package dev.reprise.aggregates;

import dev.reprise.eventstore.StreamVersion;
import java.util.function.Function;

/**
 * The outcome of a command.
 *
 * @param <T> the view of the stream after the command
 * @param <R> reasons for a rejection
 */
public sealed interface CommandResult<T, R> {

    /** The same outcome, with another view of the stream. */
    default <U> CommandResult<U, R> map(Function<? super T, ? extends U> view) {
        return switch (this) {
            case Handled<T, R>(T after, boolean replayed) ->
                    new Handled<>(view.apply(after), replayed);
            case Rejected<T, R>(R reason) -> new Rejected<>(reason);
            case Hidden<T, R> _ -> new Hidden<>();
            case PreconditionFailed<T, R>(StreamVersion actual) -> new PreconditionFailed<>(actual);
            case CommandIdReused<T, R>(StreamVersion recordedAt) ->
                    new CommandIdReused<>(recordedAt);
            case TooLarge<T, R>(int bytes, int limit) -> new TooLarge<>(bytes, limit);
            case Contended<T, R>(int attempts) -> new Contended<>(attempts);
        };
    }

    /**
     * The command was accepted, by this call or by an earlier call with the same id.
     *
     * @param after the stream as of this command's commit, even if the stream has later commits; if
     *     there was nothing to record, the stream as it is now
     * @param replayed whether an earlier call with the same id recorded the command, and this is
     *     its outcome
     */
    record Handled<T, R>(T after, boolean replayed) implements CommandResult<T, R> {

        /** The outcome of a command that this call recorded, or that had nothing to record. */
        public Handled(T after) {
            this(after, false);
        }
    }

    /** The stream's state forbids the command. Nothing was recorded. */
    record Rejected<T, R>(R reason) implements CommandResult<T, R> {}

    /** The call may not see the stream: see {@link Visibility}. Nothing was recorded. */
    record Hidden<T, R>() implements CommandResult<T, R> {}

    /** The stream's version does not meet the precondition. Nothing was recorded. */
    record PreconditionFailed<T, R>(StreamVersion actual) implements CommandResult<T, R> {}

    /**
     * The stream has a command with the same id and other content: an error of the caller. Nothing
     * was recorded.
     *
     * @param recordedAt the stream's version after that command
     */
    record CommandIdReused<T, R>(StreamVersion recordedAt) implements CommandResult<T, R> {}

    /**
     * The command's events are too large for one commit. Nothing was recorded.
     *
     * @param bytes the size of the commit
     * @param limit the largest size allowed, in bytes
     */
    record TooLarge<T, R>(int bytes, int limit) implements CommandResult<T, R> {}

    /**
     * Every attempt conflicted with another commit to the stream. Nothing was recorded. The caller
     * may repeat the command.
     *
     * @param attempts the number of attempts; 0 if other commands of this process held the stream
     *     for as long as this call waited
     */
    record Contended<T, R>(int attempts) implements CommandResult<T, R> {}
}
