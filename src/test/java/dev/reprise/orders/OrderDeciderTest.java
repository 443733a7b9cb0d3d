package dev.reprise.orders;

import static dev.reprise.orders.OrderSamples.ADDRESS;
import static dev.reprise.orders.OrderSamples.CANCELLED;
import static dev.reprise.orders.OrderSamples.CREATED;
import static dev.reprise.orders.OrderSamples.CUSTOMER;
import static dev.reprise.orders.OrderSamples.REASON;
import static dev.reprise.orders.OrderSamples.SHIPPED;
import static dev.reprise.orders.OrderSamples.WIDGETS;
import static dev.reprise.orders.OrderSamples.WIDGETS_ADDED;
import static dev.reprise.orders.OrderSamples.WIDGETS_CHANGED;
import static dev.reprise.orders.OrderSamples.WIDGETS_REMOVED;
import static dev.reprise.orders.OrderSamples.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.aggregates.DeciderScenario;
import dev.reprise.orders.Order.Command.AddItem;
import dev.reprise.orders.Order.Command.CancelOrder;
import dev.reprise.orders.Order.Command.ChangeOrder;
import dev.reprise.orders.Order.Command.ChangeQuantity;
import dev.reprise.orders.Order.Command.CreateOrder;
import dev.reprise.orders.Order.Command.RemoveItem;
import dev.reprise.orders.Order.Command.ShipOrder;
import dev.reprise.orders.Order.Event.OrderItemAdded;
import dev.reprise.orders.Order.Rejection.AlreadyCancelled;
import dev.reprise.orders.Order.Rejection.AlreadyShipped;
import dev.reprise.orders.Order.Rejection.ChangeRejected;
import dev.reprise.orders.Order.Rejection.ItemNotInOrder;
import dev.reprise.orders.Order.Rejection.NothingToShip;
import dev.reprise.orders.Order.Rejection.OrderAlreadyExists;
import dev.reprise.orders.Order.Rejection.OrderNotFound;
import dev.reprise.orders.Order.Rejection.SeveralPrices;
import dev.reprise.orders.Order.Rejection.TooManyLines;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class OrderDeciderTest {

    private static final Order.Command CREATE = create(List.of(), null);
    private static final Order.Command ADD = new AddItem(WIDGETS);
    private static final Order.Command REMOVE = new RemoveItem(WIDGETS.itemId());
    private static final Order.Command CHANGE = quantity(3, null);
    private static final Order.Command SHIP = new ShipOrder(ADDRESS);
    private static final Order.Command SHIP_ELSEWHERE =
            new ShipOrder(new ShippingAddress("1 Other St"));
    private static final Order.Command CANCEL = new CancelOrder(REASON);
    private static final Order.Command CANCEL_FOR_ANOTHER_REASON =
            new CancelOrder(new CancellationReason("too slow"));

    static final List<Order.Command> CHANGES =
            List.of(ADD, REMOVE, CHANGE, SHIP, CANCEL, all(new AddItem(WIDGETS)));
    static final List<Order.Command> CHANGES_OF_A_SHIPPED_ORDER =
            List.of(ADD, REMOVE, CHANGE, SHIP_ELSEWHERE, CANCEL);
    static final List<Order.Command> CHANGES_OF_A_CANCELLED_ORDER =
            List.of(ADD, REMOVE, CHANGE, SHIP, CANCEL_FOR_ANOTHER_REASON);
    static final List<List<Order.Event>> ORDERS =
            List.of(
                    List.of(CREATED),
                    List.of(CREATED, WIDGETS_ADDED, SHIPPED),
                    List.of(CREATED, CANCELLED));
    static final List<List<Order.Event>> IMPOSSIBLE_HISTORIES =
            List.of(
                    List.of(WIDGETS_ADDED),
                    List.of(SHIPPED),
                    List.of(CREATED, CREATED),
                    List.of(CREATED, WIDGETS_ADDED, SHIPPED, WIDGETS_REMOVED),
                    List.of(CREATED, WIDGETS_ADDED, SHIPPED, CANCELLED),
                    List.of(WIDGETS_CHANGED),
                    List.of(CREATED, WIDGETS_ADDED, SHIPPED, WIDGETS_CHANGED),
                    List.of(CREATED, CANCELLED, WIDGETS_ADDED),
                    List.of(CREATED, CANCELLED, CREATED));

    private final DeciderScenario<Order.Command, Order, Order.Event, Order.Rejection> order =
            new DeciderScenario<>(new OrderDecider());

    private static CreateOrder create(List<OrderItem> items, @Nullable ShippingAddress address) {
        return new CreateOrder(CUSTOMER, items, address);
    }

    private static ChangeQuantity quantity(int quantity, @Nullable String price) {
        return new ChangeQuantity(
                WIDGETS.itemId(),
                new Quantity(quantity),
                price == null ? null : OrderSamples.price(price));
    }

    private static ChangeOrder all(Order.Command.Change... changes) {
        return new ChangeOrder(List.of(changes));
    }

    @Test
    void creating_an_order_records_its_creation() {
        order.given().when(CREATE).then(CREATED);
    }

    @ParameterizedTest
    @FieldSource("CHANGES")
    void a_change_of_an_order_that_does_not_exist_is_rejected(Order.Command change) {
        order.given().when(change).thenRejected(new OrderNotFound());
    }

    @Test
    void a_creation_records_its_items_in_order() {
        OrderItem gadget = item("gadget", 1, "3");
        order.given()
                .when(create(List.of(WIDGETS, gadget), null))
                .then(CREATED, WIDGETS_ADDED, new OrderItemAdded(gadget));
    }

    @Test
    void a_creation_may_contain_an_item_twice() {
        order.given()
                .when(create(List.of(WIDGETS, WIDGETS), null))
                .then(CREATED, WIDGETS_ADDED, WIDGETS_ADDED);
    }

    @Test
    void a_creation_with_an_address_ships_at_once() {
        order.given().when(create(List.of(WIDGETS), ADDRESS)).then(CREATED, WIDGETS_ADDED, SHIPPED);
    }

    @Test
    void a_creation_without_items_cannot_ship_at_once() {
        order.given().when(create(List.of(), ADDRESS)).thenRejected(new NothingToShip());
    }

    @Test
    void a_creation_may_have_a_thousand_lines() {
        List<Order.Event> events = new ArrayList<>(List.of(CREATED));
        events.addAll(added(items(1_000)));
        order.given().when(create(items(1_000), null)).then(events);
    }

    @Test
    void a_creation_with_more_than_a_thousand_lines_is_rejected() {
        order.given().when(create(items(1_001), null)).thenRejected(new TooManyLines(1_000));
    }

    @Test
    void a_creation_counts_lines_and_not_items() {
        List<OrderItem> items = new ArrayList<>(items(1_000));
        items.addAll(items(1_000));
        List<Order.Event> events = new ArrayList<>(List.of(CREATED));
        events.addAll(added(items));
        order.given().when(create(items, null)).then(events);
    }

    @ParameterizedTest
    @FieldSource("ORDERS")
    void an_order_is_created_once(List<Order.Event> history) {
        order.given(history).when(CREATE).thenRejected(new OrderAlreadyExists());
    }

    @Test
    void an_item_is_added_to_an_open_order() {
        order.given(CREATED).when(ADD).then(WIDGETS_ADDED);
    }

    @Test
    void the_same_item_may_be_added_again() {
        order.given(CREATED, WIDGETS_ADDED).when(ADD).then(WIDGETS_ADDED);
    }

    @Test
    void the_thousand_and_first_line_is_rejected() {
        order.given(full()).when(ADD).thenRejected(new TooManyLines(1_000));
    }

    @Test
    void more_of_an_existing_line_is_added_to_an_order_full_of_lines() {
        OrderItem more = item("item-7", 5, "1");
        order.given(full()).when(new AddItem(more)).then(new OrderItemAdded(more));
    }

    @Test
    void an_item_at_another_price_is_another_line() {
        order.given(full())
                .when(new AddItem(item("item-7", 1, "1.01")))
                .thenRejected(new TooManyLines(1_000));
    }

    @Test
    void a_removal_frees_a_line() {
        List<Order.Event> history = new ArrayList<>(full());
        history.add(new Order.Event.OrderItemRemoved(new ItemId("item-7")));
        order.given(history).when(ADD).then(WIDGETS_ADDED);
    }

    @Test
    void an_item_is_removed() {
        order.given(CREATED, WIDGETS_ADDED).when(REMOVE).then(WIDGETS_REMOVED);
    }

    @Test
    void an_item_that_is_not_in_the_order_cannot_be_removed() {
        order.given(CREATED).when(REMOVE).thenRejected(new ItemNotInOrder(WIDGETS.itemId()));
    }

    @Test
    void an_item_cannot_be_removed_twice() {
        order.given(CREATED, WIDGETS_ADDED, WIDGETS_REMOVED)
                .when(REMOVE)
                .thenRejected(new ItemNotInOrder(WIDGETS.itemId()));
    }

    @Test
    void a_removal_removes_every_line_of_the_item_and_no_other() {
        Order state =
                order.given(
                                CREATED,
                                WIDGETS_ADDED,
                                new OrderItemAdded(item("gadget", 1, "3")),
                                new OrderItemAdded(item("widget-x", 1, "14.99")),
                                WIDGETS_REMOVED)
                        .state();
        assertThat(state)
                .isEqualTo(
                        new Order.Open(
                                new Order.Contents(
                                        CUSTOMER,
                                        DeciderScenario.AT,
                                        OrderLines.EMPTY.with(item("gadget", 1, "3")))));
    }

    @Test
    void the_quantity_of_a_line_is_changed() {
        order.given(CREATED, WIDGETS_ADDED).when(CHANGE).then(WIDGETS_CHANGED);
    }

    @Test
    void the_quantity_that_a_line_has_already_changes_nothing() {
        order.given(CREATED, WIDGETS_ADDED).when(quantity(2, null)).thenNothing();
        order.given(CREATED, WIDGETS_ADDED, WIDGETS_CHANGED).when(CHANGE).thenNothing();
        order.given(CREATED, WIDGETS_ADDED, WIDGETS_CHANGED)
                .when(quantity(3, "15.990"))
                .thenNothing();
    }

    @Test
    void the_quantity_of_an_item_that_is_not_in_the_order_cannot_be_changed() {
        order.given(CREATED).when(CHANGE).thenRejected(new ItemNotInOrder(WIDGETS.itemId()));
        order.given(CREATED, WIDGETS_ADDED, WIDGETS_REMOVED)
                .when(CHANGE)
                .thenRejected(new ItemNotInOrder(WIDGETS.itemId()));
    }

    @Test
    void the_quantity_of_a_line_at_a_price_that_the_order_does_not_have_cannot_be_changed() {
        order.given(CREATED, WIDGETS_ADDED)
                .when(quantity(3, "15.98"))
                .thenRejected(new ItemNotInOrder(WIDGETS.itemId(), OrderSamples.price("15.98")));
    }

    @Test
    void the_price_says_which_of_several_lines_is_changed() {
        List<Order.Event> twoLines =
                List.of(CREATED, WIDGETS_ADDED, new OrderItemAdded(item("widget-x", 7, "14.99")));
        order.given(twoLines).when(CHANGE).thenRejected(new SeveralPrices(WIDGETS.itemId()));
        order.given(twoLines).when(quantity(3, "15.99")).then(WIDGETS_CHANGED);
        order.given(twoLines).when(quantity(7, "14.99")).thenNothing();
    }

    @Test
    void a_change_of_the_quantity_changes_one_line_and_keeps_its_place() {
        OrderItem gadget = item("gadget", 1, "3");
        Order state =
                order.given(CREATED, WIDGETS_ADDED, new OrderItemAdded(gadget), WIDGETS_CHANGED)
                        .state();
        assertThat(state)
                .isEqualTo(
                        new Order.Open(
                                new Order.Contents(
                                        CUSTOMER,
                                        DeciderScenario.AT,
                                        OrderLines.EMPTY
                                                .with(item("widget-x", 3, "15.99"))
                                                .with(gadget))));
    }

    @Test
    void several_changes_are_recorded_in_order() {
        order.given(CREATED, WIDGETS_ADDED)
                .when(
                        all(
                                new AddItem(item("gadget", 1, "3")),
                                quantity(3, null),
                                new RemoveItem(WIDGETS.itemId()),
                                new ShipOrder(ADDRESS)))
                .then(
                        new OrderItemAdded(item("gadget", 1, "3")),
                        WIDGETS_CHANGED,
                        WIDGETS_REMOVED,
                        SHIPPED);
    }

    @Test
    void each_of_several_changes_is_decided_after_the_changes_before_it() {
        order.given(CREATED)
                .when(all(new AddItem(WIDGETS), quantity(3, null)))
                .then(WIDGETS_ADDED, WIDGETS_CHANGED);
        order.given(CREATED, WIDGETS_ADDED)
                .when(all(new RemoveItem(WIDGETS.itemId()), new ShipOrder(ADDRESS)))
                .thenRejected(new ChangeRejected(1, new NothingToShip()));
        order.given(full())
                .when(all(new RemoveItem(new ItemId("item-7")), new AddItem(WIDGETS)))
                .then(new Order.Event.OrderItemRemoved(new ItemId("item-7")), WIDGETS_ADDED);
    }

    @Test
    void the_first_of_several_changes_that_is_rejected_rejects_all_of_them() {
        order.given(CREATED, WIDGETS_ADDED)
                .when(
                        all(
                                new AddItem(WIDGETS),
                                new ShipOrder(ADDRESS),
                                new CancelOrder(REASON),
                                new RemoveItem(new ItemId("nothing"))))
                .thenRejected(new ChangeRejected(2, new AlreadyShipped()));
    }

    @Test
    void changes_that_have_nothing_to_do_record_nothing() {
        order.given(CREATED, WIDGETS_ADDED)
                .when(all(quantity(2, null), new AddItem(WIDGETS), quantity(4, null)))
                .then(WIDGETS_ADDED);
        order.given(CREATED, WIDGETS_ADDED, SHIPPED)
                .when(all(new ShipOrder(ADDRESS), new ShipOrder(ADDRESS)))
                .thenNothing();
    }

    @Test
    void a_thousand_changes_are_decided_one_after_the_other() {
        List<Order.Command.Change> changes = new ArrayList<>();
        List<Order.Event> events = new ArrayList<>();
        for (OrderItem item : items(1_000)) {
            changes.add(new AddItem(item));
            events.add(new OrderItemAdded(item));
        }
        order.given(CREATED).when(new ChangeOrder(changes)).then(events);
        order.given(CREATED, WIDGETS_ADDED)
                .when(new ChangeOrder(changes))
                .thenRejected(new ChangeRejected(999, new TooManyLines(1_000)));
    }

    @Test
    void a_list_has_1_to_1000_changes() {
        assertThatThrownBy(() -> all()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ChangeOrder(Collections.nCopies(1_001, new AddItem(WIDGETS))))
                .hasMessage("must be a list of 1 to 1,000 changes, not 1001");
    }

    @Test
    void an_order_with_a_line_is_shipped() {
        order.given(CREATED, WIDGETS_ADDED).when(SHIP).then(SHIPPED);
    }

    @Test
    void an_order_without_lines_is_not_shipped() {
        order.given(CREATED).when(SHIP).thenRejected(new NothingToShip());
    }

    @Test
    void an_order_whose_lines_were_all_removed_is_not_shipped() {
        order.given(CREATED, WIDGETS_ADDED, WIDGETS_REMOVED)
                .when(SHIP)
                .thenRejected(new NothingToShip());
    }

    @Test
    void shipping_again_to_the_same_address_changes_nothing() {
        order.given(CREATED, WIDGETS_ADDED, SHIPPED).when(SHIP).thenNothing();
    }

    @ParameterizedTest
    @FieldSource("CHANGES_OF_A_SHIPPED_ORDER")
    void a_change_of_a_shipped_order_is_rejected(Order.Command change) {
        order.given(CREATED, WIDGETS_ADDED, SHIPPED)
                .when(change)
                .thenRejected(new AlreadyShipped());
    }

    @Test
    void an_open_order_is_cancelled() {
        order.given(CREATED, WIDGETS_ADDED).when(CANCEL).then(CANCELLED);
    }

    @Test
    void an_order_without_lines_may_be_cancelled() {
        order.given(CREATED).when(CANCEL).then(CANCELLED);
    }

    @Test
    void cancelling_again_for_the_same_reason_changes_nothing() {
        order.given(CREATED, CANCELLED).when(CANCEL).thenNothing();
    }

    @ParameterizedTest
    @FieldSource("CHANGES_OF_A_CANCELLED_ORDER")
    void a_change_of_a_cancelled_order_is_rejected(Order.Command change) {
        order.given(CREATED, WIDGETS_ADDED, CANCELLED)
                .when(change)
                .thenRejected(new AlreadyCancelled());
    }

    @Test
    void a_shipped_order_keeps_its_contents() {
        assertThat(order.given(CREATED, WIDGETS_ADDED, SHIPPED).state())
                .isEqualTo(
                        new Order.Shipped(
                                new Order.Contents(
                                        CUSTOMER,
                                        DeciderScenario.AT,
                                        OrderLines.EMPTY.with(WIDGETS)),
                                ADDRESS));
    }

    @Test
    void a_cancelled_order_keeps_its_contents() {
        assertThat(order.given(CREATED, WIDGETS_ADDED, CANCELLED).state())
                .isEqualTo(
                        new Order.Cancelled(
                                new Order.Contents(
                                        CUSTOMER,
                                        DeciderScenario.AT,
                                        OrderLines.EMPTY.with(WIDGETS)),
                                REASON));
    }

    @ParameterizedTest
    @FieldSource("IMPOSSIBLE_HISTORIES")
    void a_history_that_no_commands_can_record_is_refused(List<Order.Event> history) {
        assertThatThrownBy(() -> order.given(history)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void the_removal_of_an_absent_item_can_be_replayed() {
        assertThat(order.given(CREATED, WIDGETS_REMOVED).state())
                .isEqualTo(order.given(CREATED).state());
    }

    @Test
    void the_change_of_an_absent_line_can_be_replayed() {
        assertThat(order.given(CREATED, WIDGETS_CHANGED).state())
                .isEqualTo(order.given(CREATED).state());
    }

    private static List<Order.Event> full() {
        List<Order.Event> history = new ArrayList<>(List.of(CREATED));
        history.addAll(added(items(1_000)));
        return history;
    }

    private static List<Order.Event> added(List<OrderItem> items) {
        return items.stream().<Order.Event>map(OrderItemAdded::new).toList();
    }

    private static List<OrderItem> items(int count) {
        return IntStream.range(0, count).mapToObj(i -> item("item-" + i, 1, "1")).toList();
    }
}
