package dev.reprise.orders;

import static dev.reprise.serialization.Field.decimal;
import static dev.reprise.serialization.Field.integer;
import static dev.reprise.serialization.Field.personal;
import static dev.reprise.serialization.Field.text;

import dev.reprise.eventstore.TimestampFormat;
import dev.reprise.orders.ScheduleEvent.Cancelled;
import dev.reprise.orders.ScheduleEvent.Ran;
import dev.reprise.orders.ScheduleEvent.Refused;
import dev.reprise.orders.ScheduleEvent.Scheduled;
import dev.reprise.orders.ScheduledCommand.CommandKind;
import dev.reprise.personal.Personal;
import dev.reprise.processes.OwnEvents;
import dev.reprise.serialization.EventBody;
import dev.reprise.serialization.EventSchema;
import dev.reprise.serialization.EventSchemas;
import java.util.List;
import java.util.Optional;

/**
 * Encodes and decodes the events of scheduled commands. The names of types and fields are stored:
 * they never change, even if a class is renamed.
 */
final class ScheduleEvents {

    private static final String SCHEDULED_TYPE = "CommandScheduled";
    private static final String RAN_TYPE = "ScheduledCommandRan";
    private static final String REFUSED_TYPE = "ScheduledCommandRefused";
    private static final String CANCELLED_TYPE = "ScheduledCommandCancelled";

    private static final String ID = "scheduledId";
    private static final String COMMAND = "command";
    private static final String RUNS_AT = "runsAt";
    private static final String SCHEDULED_BY = "scheduledBy";
    private static final String CONTENT = "content";
    private static final String REASON = "reason";
    private static final String CHANGE = "change";
    private static final String ITEM_ID = "itemId";
    private static final String PRICE = "price";
    private static final String LIMIT = "limit";

    private static final EventSchema SCHEDULED =
            EventSchema.of(
                    SCHEDULED_TYPE,
                    text(ID),
                    text(COMMAND),
                    text(RUNS_AT),
                    // About a person: webhooks and the publisher leave it out.
                    personal(SCHEDULED_BY).orAbsent(),
                    personal(CONTENT));
    private static final EventSchema RAN = EventSchema.of(RAN_TYPE, text(ID));
    private static final EventSchema REFUSED =
            EventSchema.of(
                    REFUSED_TYPE,
                    text(ID),
                    text(REASON),
                    integer(CHANGE).orAbsent(),
                    text(ITEM_ID).orAbsent(),
                    decimal(PRICE).orAbsent(),
                    integer(LIMIT).orAbsent());
    private static final EventSchema CANCELLED = EventSchema.of(CANCELLED_TYPE, text(ID));

    static final OwnEvents<ScheduleEvent> OWN_EVENTS =
            new OwnEvents<>(
                    new EventSchemas(
                            "reprise.scheduledcommands",
                            List.of(SCHEDULED, RAN, REFUSED, CANCELLED),
                            List.of()),
                    ScheduleEvents::body,
                    ScheduleEvents::event);

    private ScheduleEvents() {}

    private static EventBody body(ScheduleEvent event) {
        return switch (event) {
            case Scheduled scheduled ->
                    SCHEDULED.body(
                            scheduled.id(),
                            scheduled.kind().name(),
                            TimestampFormat.format(scheduled.runsAt()),
                            scheduled
                                    .scheduledBy()
                                    .map(by -> new Personal.Known<>(by).stored(text -> text))
                                    .orElse(null),
                            scheduled.content().stored(OrderCommandJson::write));
            case Ran(String id) -> RAN.body(id);
            case Refused(String id, DueRefusal reason) -> body(id, StoredRefusal.of(reason));
            case Cancelled(String id) -> CANCELLED.body(id);
        };
    }

    private static EventBody body(String id, StoredRefusal refusal) {
        return REFUSED.body(
                id,
                refusal.reason(),
                refusal.change(),
                refusal.itemId() == null ? null : refusal.itemId().value(),
                refusal.price() == null ? null : refusal.price().amount(),
                refusal.limit());
    }

    private static ScheduleEvent event(EventBody body) {
        String id = body.text(ID);
        return switch (body.type()) {
            case SCHEDULED_TYPE ->
                    new Scheduled(
                            id,
                            CommandKind.valueOf(body.text(COMMAND)),
                            TimestampFormat.parse(body.text(RUNS_AT)),
                            body.has(SCHEDULED_BY)
                                    ? Personal.<String>ofStored(body.text(SCHEDULED_BY), by -> by)
                                            .known()
                                    : Optional.empty(),
                            Personal.ofStored(body.text(CONTENT), OrderCommandJson::read));
            case RAN_TYPE -> new Ran(id);
            case REFUSED_TYPE -> new Refused(id, refusal(body).refusal());
            case CANCELLED_TYPE -> new Cancelled(id);
            default -> throw new IllegalArgumentException("unknown event type " + body.type());
        };
    }

    private static StoredRefusal refusal(EventBody body) {
        return new StoredRefusal(
                body.text(REASON),
                body.has(CHANGE) ? Math.toIntExact(body.integer(CHANGE)) : null,
                body.has(ITEM_ID) ? new ItemId(body.text(ITEM_ID)) : null,
                body.has(PRICE) ? new Price(body.decimal(PRICE)) : null,
                body.has(LIMIT) ? Math.toIntExact(body.integer(LIMIT)) : null);
    }
}
