package dev.reprise.orders;

import static dev.reprise.orders.OrderSamples.CUSTOMER;
import static dev.reprise.orders.OrderSamples.item;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.aggregates.DeciderScenario;
import dev.reprise.aggregates.Decision;
import dev.reprise.orders.Order.Command.AddItem;
import dev.reprise.orders.Order.Command.CancelOrder;
import dev.reprise.orders.Order.Command.Change;
import dev.reprise.orders.Order.Command.ChangeOrder;
import dev.reprise.orders.Order.Command.ChangeQuantity;
import dev.reprise.orders.Order.Command.CreateOrder;
import dev.reprise.orders.Order.Command.RemoveItem;
import dev.reprise.orders.Order.Command.ShipOrder;
import dev.reprise.orders.Order.Event.OrderCancelled;
import dev.reprise.orders.Order.Event.OrderCreated;
import dev.reprise.orders.Order.Event.OrderItemAdded;
import dev.reprise.orders.Order.Event.OrderItemQuantityChanged;
import dev.reprise.orders.Order.Event.OrderItemRemoved;
import dev.reprise.orders.Order.Event.OrderShipped;
import dev.reprise.serialization.EventFormat;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Invariants of every order. The message of a failure has the seed. */
class RandomOrdersTest {

    private static final int ORDERS_PER_SEED = 100;
    private static final int COMMANDS_PER_ORDER = 30;

    private final OrderDecider decider = new OrderDecider();

    @RepeatedTest(5)
    void random_commands_keep_the_invariants_of_an_order(RepetitionInfo repetition) {
        long seed = 20_260_131L + repetition.getCurrentRepetition();
        RandomGenerator random = new Random(seed);
        for (int order = 0; order < ORDERS_PER_SEED; order++) {
            check("seed " + seed + ", order " + order, random);
        }
    }

    private void check(String where, RandomGenerator random) {
        Order state = decider.initialState();
        List<Order.Event> events = new ArrayList<>();
        for (int i = 0; i < COMMANDS_PER_ORDER; i++) {
            Order.Command command = command(random);
            String what = where + ", command " + i + ": " + command;
            Decision<Order.Event, Order.Rejection> decision = decider.decide(command, state);
            assertThat(decider.decide(command, state))
                    .as("decided twice, %s", what)
                    .isEqualTo(decision);
            if (decision instanceof Decision.Accepted(var accepted)) {
                events.addAll(accepted);
                state = fold(state, accepted);
                assertFinalCommandsRepeatToNothing(what, command, state);
            }
            assertTotal(what, state, events);
        }
        assertThat(fold(decider.initialState(), events)).as("fold, %s", where).isEqualTo(state);
        if (!events.isEmpty()) {
            for (EventFormat format : EventFormat.values()) {
                OrderEventCodec codec = new OrderEventCodec(format);
                assertThat(codec.decode(codec.encode(events)))
                        .as("%s, %s", format, where)
                        .isEqualTo(events);
            }
        }
    }

    private Order fold(Order from, List<Order.Event> events) {
        Order state = from;
        for (Order.Event event : events) {
            state = decider.evolve(state, event, DeciderScenario.AT);
        }
        return state;
    }

    private void assertFinalCommandsRepeatToNothing(
            String what, Order.Command command, Order state) {
        if (command instanceof ShipOrder || command instanceof CancelOrder) {
            assertThat(decider.decide(command, state))
                    .as("repeated, %s", what)
                    .isEqualTo(Decision.nothingToDo());
        }
    }

    /** Computes the total from the events alone, in hundredths of a cent. */
    private static void assertTotal(String what, Order state, List<Order.Event> events) {
        if (!(state instanceof Order.Created created)) {
            return;
        }
        Map<ItemId, Map<Price, Long>> quantities = new HashMap<>();
        for (Order.Event event : events) {
            switch (event) {
                case OrderItemAdded(OrderItem item) ->
                        quantities
                                .computeIfAbsent(item.itemId(), _ -> new HashMap<>())
                                .merge(item.price(), (long) item.quantity().value(), Long::sum);
                case OrderItemQuantityChanged(ItemId itemId, Quantity quantity, Price price) ->
                        assertThat(
                                        quantities
                                                .getOrDefault(itemId, Map.of())
                                                .put(price, (long) quantity.value()))
                                .as("the quantity before, %s", what)
                                .isNotNull()
                                .isNotEqualTo(quantity.value());
                case OrderItemRemoved(ItemId itemId) -> quantities.remove(itemId);
                case OrderCreated _, OrderShipped _, OrderCancelled _ -> {}
            }
        }
        long cost =
                quantities.values().stream()
                        .flatMap(prices -> prices.entrySet().stream())
                        .mapToLong(line ->
                                line.getKey().amount().movePointRight(4).longValueExact()
                                        * line.getValue())
                        .sum();
        assertThat(created.contents().items().total())
                .as("total, %s", what)
                .isEqualByComparingTo(BigDecimal.valueOf(cost, 4));
        assertThat(created.contents().items().lines().stream().map(OrderLine::itemId).distinct())
                .as("items, %s", what)
                .containsExactlyInAnyOrderElementsOf(quantities.keySet());
    }

    private static Order.Command command(RandomGenerator random) {
        return switch (random.nextInt(14)) {
            case 0 ->
                    new CreateOrder(
                            CUSTOMER,
                            Stream.generate(() -> randomItem(random))
                                    .limit(random.nextInt(4))
                                    .toList(),
                            random.nextInt(8) == 0 ? address(random) : null);
            case 1 ->
                    new ChangeOrder(
                            Stream.generate(() -> change(random))
                                    .limit(random.nextInt(1, 5))
                                    .toList());
            default -> change(random);
        };
    }

    private static Change change(RandomGenerator random) {
        return switch (random.nextInt(26)) {
            case 0, 1, 2, 3 -> new RemoveItem(itemId(random));
            case 4, 5, 6, 7 ->
                    new ChangeQuantity(
                            itemId(random),
                            new Quantity(random.nextInt(1, 100)),
                            random.nextBoolean() ? randomItem(random).price() : null);
            case 8 -> new ShipOrder(address(random));
            case 9 -> new CancelOrder(new CancellationReason("reason " + random.nextInt(2)));
            default -> new AddItem(randomItem(random));
        };
    }

    private static OrderItem randomItem(RandomGenerator random) {
        BigDecimal price = BigDecimal.valueOf(random.nextInt(4) * 12_345L, random.nextInt(5));
        return item(itemId(random).value(), random.nextInt(1, 100), price.toString());
    }

    private static ItemId itemId(RandomGenerator random) {
        return new ItemId("item-" + random.nextInt(4));
    }

    private static ShippingAddress address(RandomGenerator random) {
        return new ShippingAddress(random.nextInt(2) + " Main St");
    }
}
