package dev.reprise.orders;

import static dev.reprise.orders.ScheduleFixture.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reprise.orders.DueRefusal.ByOrder;
import dev.reprise.orders.DueRefusal.PersonalDataErased;
import dev.reprise.orders.Order.Command.AddItem;
import dev.reprise.orders.Order.Command.CancelOrder;
import dev.reprise.orders.Order.Command.ChangeOrder;
import dev.reprise.orders.Order.Command.ChangeQuantity;
import dev.reprise.orders.Order.Command.CreateOrder;
import dev.reprise.orders.Order.Command.RemoveItem;
import dev.reprise.orders.Order.Command.ShipOrder;
import dev.reprise.orders.Order.Rejection;
import dev.reprise.orders.OrderSchedule.Ended;
import dev.reprise.orders.OrderSchedule.Outcome;
import dev.reprise.orders.OrderSchedule.Pending;
import dev.reprise.orders.ScheduledCommand.CommandKind;
import dev.reprise.personal.Personal;
import dev.reprise.serialization.BodyJson;
import dev.reprise.serialization.EventFormat;
import dev.reprise.serialization.EventSchema;
import dev.reprise.serialization.SchemaEventCodec;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is stored of scheduled commands never changes: these texts are in event stores. */
class StoredScheduleEventsTest {

    private static final Instant AT = Instant.parse("2026-12-24T06:00:00.500Z");
    private static final ItemId ITEM = new ItemId("a");

    private static final SchemaEventCodec<ScheduleEvent> CODEC =
            new SchemaEventCodec<>(
                    ScheduleEvents.OWN_EVENTS.schemas(),
                    event -> ScheduleEvents.OWN_EVENTS.toBody().apply(event),
                    body -> ScheduleEvents.OWN_EVENTS.toEvent().apply(body),
                    EventFormat.JSON);

    private static void assertStored(ScheduleEvent event, String json) {
        assertThat(CODEC.encode(List.of(event)).json()).isEqualTo("[" + json + "]");
        assertThat(CODEC.decode(CODEC.encode(List.of(event)))).containsExactly(event);
    }

    @Test
    void the_events_are_stored_so() {
        assertStored(
                new ScheduleEvent.Scheduled(
                        "1",
                        CommandKind.SHIP,
                        AT,
                        Optional.of("alice"),
                        new Personal.Sealed<>("user123", "abc")),
                "{\"eventType\":\"CommandScheduled\",\"scheduledId\":\"1\",\"command\":\"SHIP\",\"runsAt\":\"2026-12-24T06:00:00.500Z\",\"scheduledBy\":\"=alice\",\"content\":\"~user123~abc\"}");
        assertStored(
                new ScheduleEvent.Scheduled(
                        "1",
                        CommandKind.REMOVE_ITEM,
                        AT,
                        Optional.empty(),
                        new Personal.Known<>(new RemoveItem(ITEM))),
                "{\"eventType\":\"CommandScheduled\",\"scheduledId\":\"1\",\"command\":\"REMOVE_ITEM\",\"runsAt\":\"2026-12-24T06:00:00.500Z\",\"content\":\"={\\\"type\\\":\\\"REMOVE_ITEM\\\",\\\"itemId\\\":\\\"a\\\"}\"}");
        assertStored(
                new ScheduleEvent.Ran("1"),
                "{\"eventType\":\"ScheduledCommandRan\",\"scheduledId\":\"1\"}");
        assertStored(
                new ScheduleEvent.Cancelled("1"),
                "{\"eventType\":\"ScheduledCommandCancelled\",\"scheduledId\":\"1\"}");
        assertStored(
                new ScheduleEvent.Refused(
                        "1",
                        new ByOrder(
                                new Rejection.ChangeRejected(
                                        2,
                                        new Rejection.ItemNotInOrder(
                                                ITEM, new Price(new BigDecimal("1.5")))))),
                "{\"eventType\":\"ScheduledCommandRefused\",\"scheduledId\":\"1\",\"reason\":\"item-not-in-order\",\"change\":2,\"itemId\":\"a\",\"price\":1.5}");
    }

    /** The names of callers and the contents do not leave the service. */
    @Test
    void webhooks_get_no_value_about_a_person() {
        ObjectNode sent = JsonNodeFactory.instance.objectNode();
        BodyJson.putFieldsWithoutPersonal(
                ScheduleEvents.OWN_EVENTS
                        .toBody()
                        .apply(
                                new ScheduleEvent.Scheduled(
                                        "1",
                                        CommandKind.REMOVE_ITEM,
                                        AT,
                                        Optional.of("alice"),
                                        new Personal.Known<>(new RemoveItem(ITEM)))),
                sent);

        assertThat(sent)
                .hasToString(
                        "{\"scheduledId\":\"1\",\"command\":\"REMOVE_ITEM\",\"runsAt\":\"2026-12-24T06:00:00.500Z\"}");
    }

    /**
     * To the release before, a new kind of command, a new field of one or a new reason looks like
     * damage. So each of them takes the next schema of its event: then that release waits for the
     * newer one.
     */
    @Test
    void a_new_command_or_reason_takes_the_next_schema_of_its_event() {
        assertThat(CommandKind.values())
                .as("a new one takes the next schema of CommandScheduled")
                .extracting(Enum::name)
                .containsExactly(
                        "ADD_ITEM",
                        "REMOVE_ITEM",
                        "CHANGE_QUANTITY",
                        "SHIP",
                        "CANCEL",
                        "CHANGE_ORDER");
        assertThat(refusals())
                .as("a new one takes the next schema of ScheduledCommandRefused")
                .extracting(refusal -> StoredRefusal.of(refusal).reason())
                .hasSize(10);
        assertThat(ScheduleEvents.OWN_EVENTS.schemas().newest())
                .extracting(EventSchema::type, EventSchema::schemaVersion)
                .containsExactlyInAnyOrder(
                        tuple("CommandScheduled", 1),
                        tuple("ScheduledCommandRan", 1),
                        tuple("ScheduledCommandRefused", 1),
                        tuple("ScheduledCommandCancelled", 1));
    }

    static List<DueRefusal> refusals() {
        return List.of(
                new PersonalDataErased(),
                new ByOrder(new Rejection.OrderNotFound()),
                new ByOrder(new Rejection.OrderAlreadyExists()),
                new ByOrder(new Rejection.AlreadyShipped()),
                new ByOrder(new Rejection.AlreadyCancelled()),
                new ByOrder(new Rejection.ItemNotInOrder(ITEM)),
                new ByOrder(new Rejection.SeveralPrices(ITEM)),
                new ByOrder(new Rejection.NothingToShip()),
                new ByOrder(new Rejection.TooManyLines(1_000)),
                new ByOrder(new Rejection.ChangeRejected(3, new Rejection.TooManyLines(1_000))));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void each_refusal_is_read_as_it_was_stored(DueRefusal refusal) {
        assertThat(StoredRefusal.of(refusal).refusal()).isEqualTo(refusal);
    }

    @Test
    void the_reasons_are_stored_so() {
        assertThat(refusals())
                .extracting(refusal -> StoredRefusal.of(refusal).reason())
                .containsExactly(
                        "personal-data-erased",
                        "order-not-found",
                        "order-already-exists",
                        "order-already-shipped",
                        "order-already-cancelled",
                        "item-not-in-order",
                        "several-prices",
                        "nothing-to-ship",
                        "too-many-lines",
                        "too-many-lines");
    }

    @Test
    void commands_are_stored_so() {
        assertCommand(
                new AddItem(item("a")),
                "{\"type\":\"ADD_ITEM\",\"itemId\":\"a\",\"quantity\":1,\"price\":15.99}");
        assertCommand(new RemoveItem(ITEM), "{\"type\":\"REMOVE_ITEM\",\"itemId\":\"a\"}");
        assertCommand(
                new ChangeQuantity(ITEM, new Quantity(3), null),
                "{\"type\":\"CHANGE_QUANTITY\",\"itemId\":\"a\",\"quantity\":3}");
        assertCommand(
                new ShipOrder(new ShippingAddress("Hull")),
                "{\"type\":\"SHIP\",\"shippingAddress\":\"Hull\"}");
        assertCommand(
                new CancelOrder(new CancellationReason("late")),
                "{\"type\":\"CANCEL\",\"reason\":\"late\"}");
        assertCommand(
                new ChangeOrder(List.of(new RemoveItem(ITEM))),
                "{\"type\":\"CHANGE_ORDER\",\"changes\":[{\"type\":\"REMOVE_ITEM\",\"itemId\":\"a\"}]}");
    }

    private static void assertCommand(Order.Command command, String json) {
        assertThat(OrderCommandJson.write(command)).isEqualTo(json);
        assertThat(OrderCommandJson.read(json)).isEqualTo(command);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"type\":\"SHIP\"}",
                "{\"type\":\"SHIP\",\"shippingAddress\":\"\"}",
                "{\"type\":\"CHANGE_ORDER\"}",
                "{\"type\":\"CHANGE_ORDER\",\"changes\":[{\"type\":\"CHANGE_ORDER\",\"changes\":[]}]}",
                "{\"type\":\"CREATE\"}",
                "{}",
                "[]"
            })
    void other_texts_are_no_commands(String json) {
        assertThatThrownBy(() -> OrderCommandJson.read(json)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void a_creation_is_not_stored() {
        assertThatThrownBy(() ->
                        OrderCommandJson.write(
                                new CreateOrder(new CustomerId("c"), List.of(), null)))
                .hasMessageContaining("cannot be scheduled");
    }

    @Test
    void snapshots_are_stored_so() {
        ScheduledCommand command =
                new ScheduledCommand("1", CommandKind.SHIP, AT, Optional.of("alice"), AT);
        OrderSchedule schedule =
                new OrderSchedule(
                        List.of(new Pending(command, new Personal.Sealed<>("user123", "abc"))),
                        List.of(
                                new Ended(command, new Outcome.Ran(), AT),
                                new Ended(command, new Outcome.Cancelled(), AT),
                                new Ended(
                                        command,
                                        new Outcome.Refused(
                                                new ByOrder(new Rejection.NothingToShip())),
                                        AT)));
        OrderScheduleCodec codec = new OrderScheduleCodec();
        String head =
                "\"id\":\"1\",\"command\":\"SHIP\",\"runsAt\":\"2026-12-24T06:00:00.500Z\",\"scheduledBy\":\"alice\",\"scheduledAt\":\"2026-12-24T06:00:00.500Z\"";
        String end = head + ",\"endedAt\":\"2026-12-24T06:00:00.500Z\"";

        assertThat(codec.encode(schedule))
                .isEqualTo(
                        "{\"pending\":[{"
                                + head
                                + ",\"content\":\"~user123~abc\"}],\"ended\":[{"
                                + end
                                + "},{"
                                + end
                                + ",\"cancelled\":true},{"
                                + end
                                + ",\"refusal\":{\"reason\":\"nothing-to-ship\"}}]}");
        assertThat(codec.decode(codec.encode(schedule))).isEqualTo(schedule);
        assertThat(codec.schemaVersion()).isEqualTo(1);
    }
}
