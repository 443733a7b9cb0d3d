package dev.reprise.orders;

import dev.reprise.eventstore.EventCodec;
import dev.reprise.eventstore.EventStore;
import dev.reprise.orders.Order.Command.AddItem;
import dev.reprise.orders.Order.Command.CreateOrder;
import dev.reprise.orders.Order.Command.ShipOrder;
import dev.reprise.orders.Order.Event.OrderCreated;
import dev.reprise.orders.Order.Event.OrderItemAdded;
import dev.reprise.projections.Projection;
import dev.reprise.serialization.EventFormat;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Commands and events for benchmarks. The JSON of an added item takes about 160 bytes. */
public final class MeasuredOrders {

    private static final CustomerId CUSTOMER = new CustomerId("user123");

    private MeasuredOrders() {}

    /** Orders without memory of recent orders. */
    public static Orders cold(EventStore store) {
        return new Orders(
                store,
                OrderAggregate.of(new OrderEventCodec()),
                InstantSource.system(),
                () -> () -> false,
                0);
    }

    /** The codec that writes events in a format. */
    public static EventCodec<Order.Event> codec(EventFormat format) {
        return new OrderEventCodec(format);
    }

    /** The command that creates an order. It records one event, and one more for each item. */
    public static CreateOrder create(int items) {
        return new CreateOrder(
                CUSTOMER, IntStream.range(0, items).mapToObj(MeasuredOrders::item).toList(), null);
    }

    /** The command that ships an order. */
    public static ShipOrder ship() {
        return new ShipOrder(new ShippingAddress("123 Main St, Anytown, USA"));
    }

    /** The read models. */
    public static List<Projection<?, ?>> projections() {
        return List.of(
                new OrderSummariesProjection(),
                new ShippedItemsProjection(),
                new SalesProjection());
    }

    /** The command that adds the item with this number. */
    public static AddItem add(int item) {
        return new AddItem(item(item));
    }

    /** Events that add items. */
    public static List<Order.Event> added(int events) {
        return IntStream.range(0, events)
                .<Order.Event>mapToObj(number -> new OrderItemAdded(item(number)))
                .toList();
    }

    /** The events of an order with one event in each commit, from its creation on. */
    public static List<List<Order.Event>> commits(int commits) {
        return stream(commits, commits).stream().map(List::of).toList();
    }

    /**
     * The events of an order, from its creation on.
     *
     * @param lines the number of different items, which are added in turn
     */
    static List<Order.Event> stream(int events, int lines) {
        List<Order.Event> stream = new ArrayList<>(events);
        stream.add(new OrderCreated(CUSTOMER));
        for (int number = 0; stream.size() < events; number++) {
            stream.add(new OrderItemAdded(item(number % lines)));
        }
        return stream;
    }

    private static OrderItem item(int number) {
        String id = "warehouse-north:" + uuid(2 * number) + "-" + uuid(2 * number + 1);
        return new OrderItem(
                new ItemId(id), new Quantity(1 + number % 9), new Price(new BigDecimal("15.99")));
    }

    private static UUID uuid(int number) {
        return UUID.nameUUIDFromBytes(new byte[] {(byte) number, (byte) (number >>> 8)});
    }
}
