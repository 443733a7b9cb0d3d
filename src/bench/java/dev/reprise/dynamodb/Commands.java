package dev.reprise.dynamodb;

import dev.reprise.aggregates.CommandResult;
import dev.reprise.aggregates.Precondition;
import dev.reprise.aggregates.VersionedState;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.Tenant;
import dev.reprise.orders.MeasuredOrders;
import dev.reprise.orders.Order;
import dev.reprise.orders.OrderId;
import dev.reprise.orders.Orders;
import java.security.SecureRandom;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Sends commands as the API does: each with its own id and a correlation id. The commands and ids
 * are cheap to make, because a benchmark measures the time of its callers.
 */
final class Commands {

    /** The maximum number of different items of an order. */
    private static final int LINES = 10;

    private static final List<Order.Command> ADDITIONS =
            IntStream.range(0, LINES).<Order.Command>mapToObj(MeasuredOrders::add).toList();

    private static final long PROCESS = new SecureRandom().nextLong();
    private static final AtomicLong IDS = new AtomicLong();

    private Commands() {}

    static OrderId freshOrder() {
        return new OrderId(Tenant.ONLY, freshId());
    }

    /** An id with the form of a random UUID. To make a random one takes longer. */
    private static String freshId() {
        return new UUID(PROCESS, IDS.getAndIncrement()).toString();
    }

    /** Creates an order and adds items, each with its own command. */
    static OrderId orderWith(Orders orders, int items) {
        OrderId order = freshOrder();
        accept(orders, order, MeasuredOrders.create(0));
        add(orders, order, items);
        return order;
    }

    /** Adds items, each with its own command. */
    static void add(Orders orders, OrderId order, int items) {
        for (int item = 0; item < items; item++) {
            accept(orders, order, ADDITIONS.get(item % LINES));
        }
    }

    /** Sends a command that must succeed. */
    static void accept(Orders orders, OrderId order, Order.Command command) {
        CommandResult<VersionedState<Order>, Order.Rejection> result = send(orders, order, command);
        if (!(result instanceof CommandResult.Handled)) {
            throw new AssertionError("expected Handled, found " + result);
        }
    }

    static CommandResult<VersionedState<Order>, Order.Rejection> send(
            Orders orders, OrderId order, Order.Command command) {
        return orders.handle(
                order,
                command,
                new CommandId(freshId()),
                new Precondition.None(),
                new Metadata(freshId(), null, null));
    }
}
