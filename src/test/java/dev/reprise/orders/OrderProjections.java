package dev.reprise.orders;

import dev.reprise.aggregates.SnapshotVerifier;
import dev.reprise.eventstore.EventCodec;
import dev.reprise.eventstore.EventStore;
import dev.reprise.projections.Projection;
import java.util.List;

/** The read models of orders, for tests in other packages. */
public final class OrderProjections {

    private OrderProjections() {}

    /** All of them. */
    public static List<Projection<?, ?>> all() {
        return List.of(
                new OrderSummariesProjection(),
                new ShippedItemsProjection(),
                new SalesProjection());
    }

    /** The codec of orders' events. */
    public static EventCodec<Order.Event> codec() {
        return new OrderEventCodec();
    }

    /** Compares the snapshots of orders with their events. */
    public static SnapshotVerifier snapshotVerifier(EventStore store) {
        return new Orders(store).snapshots();
    }
}
