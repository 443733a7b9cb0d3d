package dev.reprise.orders;

import static dev.reprise.orders.OrderSamples.ADDRESS;
import static dev.reprise.orders.OrderSamples.CANCELLED;
import static dev.reprise.orders.OrderSamples.CREATED;
import static dev.reprise.orders.OrderSamples.CUSTOMER;
import static dev.reprise.orders.OrderSamples.ORDER;
import static dev.reprise.orders.OrderSamples.REASON;
import static dev.reprise.orders.OrderSamples.WIDGETS;
import static dev.reprise.orders.OrderSamples.WIDGETS_ADDED;
import static dev.reprise.orders.OrderSamples.item;
import static dev.reprise.orders.OrderSamples.price;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.aggregates.CommandResult;
import dev.reprise.aggregates.EventPage;
import dev.reprise.aggregates.Precondition;
import dev.reprise.aggregates.StreamReplay;
import dev.reprise.aggregates.VersionedState;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.NewerReleaseException;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.orders.Order.Cancelled;
import dev.reprise.orders.Order.Command.AddItem;
import dev.reprise.orders.Order.Command.CancelOrder;
import dev.reprise.orders.Order.Command.CreateOrder;
import dev.reprise.orders.Order.Command.ShipOrder;
import dev.reprise.orders.Order.Contents;
import dev.reprise.orders.Order.Open;
import dev.reprise.orders.Order.Rejection.OrderNotFound;
import dev.reprise.orders.Order.Shipped;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Handling commands for orders, and replaying orders. */
class OrdersTest {

    private static final Instant AT = Commits.AT;
    private static final Order.Command CREATE = new CreateOrder(CUSTOMER, List.of(WIDGETS), null);

    private final EventStore store = new InMemoryEventStore();
    private final Orders orders =
            new Orders(store, new OrderEventCodec(), () -> this.now, () -> () -> true);
    private final StreamReplay<Order, Order.Event> history = orders.replay();
    private Instant now = AT;

    private CommandResult<VersionedState<Order>, Order.Rejection> handle(
            String id, Order.Command command) {
        return orders.handle(
                ORDER, command, new CommandId(id), new Precondition.None(), Metadata.NONE);
    }

    private static VersionedState<Order> open(
            int version, Instant updatedAt, String total, OrderLine line) {
        OrderLines lines = new OrderLines(List.of(line));
        assertThat(lines.total()).isEqualTo(new BigDecimal(total));
        return new VersionedState<>(
                new Open(new Contents(CUSTOMER, AT, lines)), new StreamVersion(version), updatedAt);
    }

    private static OrderLine widgets(int quantity) {
        return new OrderLine(WIDGETS.itemId(), quantity, price("15.99"));
    }

    @Test
    void the_result_of_a_command_is_the_order_after_it() {
        assertThat(handle("c1", CREATE))
                .isEqualTo(new CommandResult.Handled<>(open(2, AT, "31.98", widgets(2))));
        now = AT.plusSeconds(1);
        assertThat(handle("c2", new AddItem(WIDGETS)))
                .isEqualTo(new CommandResult.Handled<>(open(3, now, "63.96", widgets(4))));
    }

    @Test
    void a_shipped_order_has_its_address() {
        handle("c1", CREATE);
        handle("c2", new ShipOrder(ADDRESS));
        assertThat(history.current(ORDER.stream()).orElseThrow().state())
                .isEqualTo(
                        new Shipped(
                                new Contents(CUSTOMER, AT, new OrderLines(List.of(widgets(2)))),
                                ADDRESS));
    }

    @Test
    void a_cancelled_order_has_its_reason() {
        handle("c1", CREATE);
        handle("c2", new CancelOrder(REASON));
        assertThat(history.current(ORDER.stream()).orElseThrow().state())
                .isEqualTo(
                        new Cancelled(
                                new Contents(CUSTOMER, AT, new OrderLines(List.of(widgets(2)))),
                                REASON));
    }

    @Test
    void the_result_of_a_rejected_command_is_the_reason() {
        assertThat(handle("c", new AddItem(WIDGETS)))
                .isEqualTo(new CommandResult.Rejected<>(new OrderNotFound()));
    }

    @Test
    void a_repeated_command_may_write_its_price_in_another_form() {
        handle("c1", CREATE);
        handle("c2", new AddItem(item("gadget", 1, "15.90")));
        assertThat(handle("c2", new AddItem(item("gadget", 1, "15.9"))))
                .isInstanceOf(CommandResult.Handled.class);
        assertThat(handle("c2", new AddItem(item("gadget", 1, "15.91"))))
                .isEqualTo(new CommandResult.CommandIdReused<>(new StreamVersion(3)));
        assertThat(Commits.all(store, ORDER.stream())).hasSize(2);
    }

    @Test
    void an_order_is_replayed_as_of_a_version_or_an_instant() {
        handle("c1", CREATE);
        now = AT.plusSeconds(1);
        handle("c2", new AddItem(WIDGETS));
        assertThat(history.asOf(ORDER.stream(), new StreamVersion(2)))
                .contains(open(2, AT, "31.98", widgets(2)));
        assertThat(history.asOf(ORDER.stream(), AT)).contains(open(2, AT, "31.98", widgets(2)));
        assertThat(history.asOf(ORDER.stream(), now)).isEqualTo(history.current(ORDER.stream()));
        assertThat(history.asOf(ORDER.stream(), AT.minusMillis(1))).isEmpty();
        assertThat(history.asOf(ORDER.stream(), new StreamVersion(4))).isEmpty();
    }

    @Test
    void an_orders_events_are_listed_in_order() {
        handle("c1", CREATE);
        handle("c2", new CancelOrder(REASON));
        EventPage<Order.Event> page =
                history.events(ORDER.stream(), StreamVersion.NONE, 10).orElseThrow();
        assertThat(page.events())
                .extracting(RecordedEvent::event)
                .containsExactly(CREATED, WIDGETS_ADDED, CANCELLED);
    }

    @Test
    void a_command_for_an_order_with_an_unknown_event_fails_and_names_the_commit() {
        handle("c1", CREATE);
        Commits.append(
                store,
                Commits.commit(
                        Commits.all(store, ORDER.stream()).getLast().end(),
                        "newer",
                        new EncodedEvents.Json(1, "[{\"eventType\":\"OrderExploded\"}]"),
                        AT));
        assertThatThrownBy(() -> handle("c2", new AddItem(WIDGETS)))
                .isInstanceOf(NewerReleaseException.class)
                .hasMessage(
                        "commit 3 of order-a1b2c3d4: event type OrderExploded is not known to this version of the code: deploy the release that wrote it, or newer");
        assertThat(Commits.all(store, ORDER.stream())).hasSize(2);
    }

    @Test
    void an_unknown_order_has_no_state_and_no_events() {
        assertThat(history.current(ORDER.stream())).isEmpty();
        assertThat(history.events(ORDER.stream(), StreamVersion.NONE, 10)).isEmpty();
    }
}
