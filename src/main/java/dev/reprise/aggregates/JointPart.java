package dev.reprise.aggregates;

import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import java.util.Optional;
import java.util.function.Function;

/**
 * The part of one stream in a command to several streams.
 *
 * @param <R> reasons for a rejection
 */
public sealed interface JointPart<R> {

    StreamName stream();

    /**
     * A stream that the command changes. If there is nothing to record in the stream, it must only
     * stay unchanged until the others are appended to.
     *
     * @param command the command to this stream
     * @param objection returns why the stream's version forbids the command; empty if it does not
     */
    record Change<C, S, E, R>(
            Aggregate<C, S, E, ? extends R> aggregate,
            StreamName stream,
            C command,
            Function<StreamVersion, Optional<R>> objection)
            implements JointPart<R> {

        /** A change of the stream at whatever version it is. */
        public Change(Aggregate<C, S, E, ? extends R> aggregate, StreamName stream, C command) {
            this(aggregate, stream, command, _ -> Optional.empty());
        }
    }

    /**
     * A stream whose state the command depends on. It must stay unchanged until the others are
     * appended to. DynamoDB lets only one transaction at a time check it or append to it; the
     * others are sent again. So a stream that many commands check makes them wait for each other.
     *
     * @param objection returns why the stream's state forbids the command; empty if it does not
     */
    record Check<S, E, R>(
            Aggregate<?, S, E, ?> aggregate, StreamName stream, Function<S, Optional<R>> objection)
            implements JointPart<R> {}
}
