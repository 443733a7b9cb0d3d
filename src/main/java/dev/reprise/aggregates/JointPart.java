package dev.reprise.aggregates;

import dev.reprise.eventstore.StreamName;
import java.util.Optional;
import java.util.function.Function;

/**
 * What one stream has to do with a command to several.
 *
 * @param <R> reasons for a rejection
 */
public sealed interface JointPart<R> {

    StreamName stream();

    /**
     * A stream that the command changes. Where there is nothing to do in it, it is only checked.
     *
     * @param command this stream's part of the command
     */
    record Change<C, S, E, R>(
            Aggregate<C, S, E, ? extends R> aggregate, StreamName stream, C command)
            implements JointPart<R> {}

    /**
     * A stream that is to stay as it is, and on whose state the others depend.
     *
     * @param objection why that state forbids the command; empty if it does not
     */
    record Check<S, E, R>(
            Aggregate<?, S, E, ?> aggregate, StreamName stream, Function<S, Optional<R>> objection)
            implements JointPart<R> {}
}
