package dev.reprise.processes;

import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.StreamName;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The event that caused a step, and how many reactions in a row led to the step.
 *
 * <p>The metadata of a step has both. The causation id is the event, such as {@code order-7@12}.
 * From the second reaction in a row on, it also has the depth, such as {@code order-7@12/2}.
 *
 * @param correlationId the correlation id of the event's commit
 * @param depth how many reactions in a row there were, including this step; 1 or more
 */
record Cause(StreamName stream, long sequenceNumber, @Nullable String correlationId, int depth) {

    private static final Pattern DEPTH = Pattern.compile(".*@[0-9]+/([0-9]{1,4})", Pattern.DOTALL);

    /** The cause of a reaction to an event. */
    static Cause of(RecordedEvent<?> event) {
        return new Cause(
                event.stream(),
                event.sequenceNumber(),
                event.metadata().correlationId(),
                depth(event) + 1);
    }

    /**
     * How many reactions in a row led to an event; 0 if no process recorded it. The id of the
     * command says whether a process did. The actor does not: a process may send a command on
     * behalf of somebody.
     */
    static int depth(RecordedEvent<?> event) {
        if (!event.commandId().isOfProcess()) {
            return 0;
        }
        Matcher depth =
                DEPTH.matcher(Optional.ofNullable(event.metadata().causationId()).orElse(""));
        return depth.matches() ? Integer.parseInt(depth.group(1)) : 1;
    }

    /** The metadata of a step that an actor makes. */
    Metadata metadata(String actor) {
        return new Metadata(
                correlationId == null ? event() : correlationId,
                depth == 1 ? event() : event() + "/" + depth,
                actor);
    }

    /** The event, such as {@code order-7@12}. */
    String event() {
        return stream + "@" + sequenceNumber;
    }

    /** The same cause with another event of the same commit. */
    Cause at(long otherNumber) {
        return new Cause(stream, otherNumber, correlationId, depth);
    }
}
