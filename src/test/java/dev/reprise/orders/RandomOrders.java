package dev.reprise.orders;

import dev.reprise.aggregates.CommandResult;
import dev.reprise.aggregates.Precondition;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.Tenant;
import dev.reprise.orders.Order.Command.AddItem;
import dev.reprise.orders.Order.Command.CancelOrder;
import dev.reprise.orders.Order.Command.Change;
import dev.reprise.orders.Order.Command.ChangeOrder;
import dev.reprise.orders.Order.Command.ChangeQuantity;
import dev.reprise.orders.Order.Command.CreateOrder;
import dev.reprise.orders.Order.Command.RemoveItem;
import dev.reprise.orders.Order.Command.ShipOrder;
import dev.reprise.serialization.EventFormat;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Orders of a few customers with random histories, written in all formats. Several orders may be
 * created at the same instant.
 */
final class RandomOrders {

    private final Duration pause;
    private final EventStore store;
    private final RandomGenerator random;
    private final List<Orders> writers;
    private final List<OrderId> ids;
    private Instant now = Commits.AT;
    private int commands;

    RandomOrders(EventStore store, RandomGenerator random, int count) {
        this(store, random, count, Duration.ofMillis(3));
    }

    /**
     * @param pause the time between two commands is shorter
     */
    RandomOrders(EventStore store, RandomGenerator random, int count, Duration pause) {
        this.pause = pause;
        this.store = store;
        this.random = random;
        this.writers =
                Arrays.stream(EventFormat.values())
                        .map(OrderEventCodec::new)
                        .map(codec -> new Orders(store, codec, () -> now, () -> () -> true))
                        .toList();
        this.ids =
                IntStream.range(0, count)
                        .mapToObj(i -> new OrderId(Tenant.ONLY, "order-" + i))
                        .toList();
    }

    static CustomerId customer(int number) {
        return new CustomerId("customer-" + number);
    }

    static final int CUSTOMERS = 3;

    /** Handles random commands for random orders. Many commands are rejected. */
    void command(int count) {
        for (int i = 0; i < count; i++) {
            now = now.plusMillis(random.nextInt((int) pause.toMillis()));
            OrderId order = ids.get(random.nextInt(ids.size()));
            Orders orders = writers.get(commands % writers.size());
            CommandResult<?, ?> result =
                    orders.handle(
                            order,
                            randomCommand(),
                            new CommandId("command-" + commands++),
                            new Precondition.None(),
                            Metadata.NONE);
            switch (result) {
                case CommandResult.Handled<?, ?> _, CommandResult.Rejected<?, ?> _ -> {}
                default ->
                        throw new AssertionError("expected Handled or Rejected, found " + result);
            }
        }
    }

    /** The orders that were created. */
    List<OrderId> created() {
        return ids.stream().filter(id -> !commits(id).isEmpty()).toList();
    }

    List<Commit> commits(OrderId id) {
        return Commits.all(store, id.stream());
    }

    private Order.Command randomCommand() {
        return switch (random.nextInt(22)) {
            case 0, 1, 2, 3, 4 ->
                    new CreateOrder(
                            customer(random.nextInt(CUSTOMERS)),
                            Stream.generate(this::item).limit(random.nextInt(4)).toList(),
                            random.nextInt(10) == 0 ? address() : null);
            case 5 ->
                    new ChangeOrder(
                            Stream.generate(this::randomChange)
                                    .limit(random.nextInt(1, 4))
                                    .toList());
            default -> randomChange();
        };
    }

    private Change randomChange() {
        return switch (random.nextInt(15)) {
            case 0, 1, 2 -> new RemoveItem(itemId());
            case 3, 4, 5 ->
                    new ChangeQuantity(
                            itemId(),
                            new Quantity(random.nextInt(1, 1_000)),
                            random.nextBoolean() ? item().price() : null);
            case 6 -> new ShipOrder(address());
            case 7 -> new CancelOrder(new CancellationReason("reason " + random.nextInt(2)));
            default -> new AddItem(item());
        };
    }

    private OrderItem item() {
        return new OrderItem(
                itemId(),
                new Quantity(random.nextInt(1, 1_000)),
                new Price(BigDecimal.valueOf(random.nextInt(4) * 12_345L, random.nextInt(5))));
    }

    private ItemId itemId() {
        return new ItemId("item-" + random.nextInt(3));
    }

    private ShippingAddress address() {
        return new ShippingAddress(random.nextInt(100) + " Main St, Zürich \"8001\"");
    }
}
