package dev.reprise.processes;

import static dev.reprise.serialization.Field.integer;
import static dev.reprise.serialization.Field.text;

import dev.reprise.eventstore.EventCodec;
import dev.reprise.eventstore.TimestampFormat;
import dev.reprise.processes.ProcessEvent.CommandRejected;
import dev.reprise.processes.ProcessEvent.DeadlineCancelled;
import dev.reprise.processes.ProcessEvent.DeadlineReached;
import dev.reprise.processes.ProcessEvent.DeadlineSet;
import dev.reprise.processes.ProcessEvent.Own;
import dev.reprise.processes.ProcessEvent.ReactedTo;
import dev.reprise.serialization.EventBody;
import dev.reprise.serialization.EventFormat;
import dev.reprise.serialization.EventSchema;
import dev.reprise.serialization.EventSchemas;
import dev.reprise.serialization.SchemaEventCodec;
import java.time.Instant;
import java.util.List;

/**
 * Encodes and decodes the events of instances. The names of types and fields are stored: they never
 * change, even if a class is renamed.
 */
final class ProcessEvents {

    private static final String REACTED_TO = "ReactedTo";
    private static final String COMMAND_REJECTED = "CommandRejected";
    private static final String DEADLINE_SET = "DeadlineSet";
    private static final String DEADLINE_CANCELLED = "DeadlineCancelled";
    private static final String DEADLINE_REACHED = "DeadlineReached";

    // The feed adds stream and sequenceNumber to each event, so these fields have other names.
    private static final String REACTED_TO_STREAM = "reactedToStream";
    private static final String REACTED_TO_NUMBER = "reactedToNumber";
    private static final String TARGET_STREAM = "targetStream";
    private static final String NAME = "name";
    private static final String AT = "at";

    private static final EventSchema REACTED =
            EventSchema.of(REACTED_TO, text(REACTED_TO_STREAM), integer(REACTED_TO_NUMBER));
    private static final EventSchema REJECTED =
            EventSchema.of(COMMAND_REJECTED, text(TARGET_STREAM));
    private static final EventSchema SET = EventSchema.of(DEADLINE_SET, text(NAME), text(AT));
    private static final EventSchema CANCELLED = EventSchema.of(DEADLINE_CANCELLED, text(NAME));
    private static final EventSchema REACHED =
            EventSchema.of(DEADLINE_REACHED, text(NAME), text(AT));

    private static final List<List<EventSchema>> VERSIONS =
            List.of(List.of(REACTED, REJECTED, SET, CANCELLED, REACHED));

    private ProcessEvents() {}

    /** The schemas of all events of a process. */
    static EventSchemas schemas(OwnEvents<?> own) {
        return own.schemas().and(VERSIONS, List.of());
    }

    /** A codec that writes one format, and reads all formats. */
    static <E> EventCodec<ProcessEvent<E>> codec(OwnEvents<E> own, EventFormat written) {
        return new SchemaEventCodec<>(
                schemas(own), event -> body(own, event), body -> event(own, body), written);
    }

    private static <E> EventBody body(OwnEvents<E> own, ProcessEvent<E> event) {
        return switch (event) {
            case Own<E>(E ownEvent) -> own.toBody().apply(ownEvent);
            case ReactedTo<E>(String stream, long sequenceNumber) ->
                    REACTED.body(stream, sequenceNumber);
            case CommandRejected<E>(String stream) -> REJECTED.body(stream);
            case DeadlineSet<E>(String name, Instant at) ->
                    SET.body(name, TimestampFormat.format(at));
            case DeadlineCancelled<E>(String name) -> CANCELLED.body(name);
            case DeadlineReached<E>(String name, Instant at) ->
                    REACHED.body(name, TimestampFormat.format(at));
        };
    }

    private static <E> ProcessEvent<E> event(OwnEvents<E> own, EventBody body) {
        return switch (body.type()) {
            case REACTED_TO ->
                    new ReactedTo<>(body.text(REACTED_TO_STREAM), body.integer(REACTED_TO_NUMBER));
            case COMMAND_REJECTED -> new CommandRejected<>(body.text(TARGET_STREAM));
            case DEADLINE_SET -> new DeadlineSet<>(body.text(NAME), instant(body));
            case DEADLINE_CANCELLED -> new DeadlineCancelled<>(body.text(NAME));
            case DEADLINE_REACHED -> new DeadlineReached<>(body.text(NAME), instant(body));
            default -> new Own<>(own.toEvent().apply(body));
        };
    }

    private static Instant instant(EventBody body) {
        return TimestampFormat.parse(body.text(AT));
    }
}
