package dev.reprise.orders;

import dev.reprise.aggregates.EventPage;
import dev.reprise.aggregates.StreamReplay;
import dev.reprise.aggregates.VersionedState;
import dev.reprise.eventstore.BrokenStreamException;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamVersion;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;

/**
 * Orders as their events tell of them: as they are, as they were, and the events themselves.
 *
 * <p>Every method throws {@link StoreUnavailableException} if the store did not answer, and {@link
 * BrokenStreamException} if what is stored of the order was damaged.
 */
@ApplicationScoped
public class OrderHistory {

    private final StreamReplay<Order, OrderEvent> replay;

    @Inject
    public OrderHistory(EventStore store) {
        replay = new StreamReplay<>(store, OrderAggregate.of(new OrderEventCodec()));
    }

    /**
     * The order with every event that was acknowledged before this call; empty if there is no such
     * order.
     */
    public Optional<OrderSummary> current(OrderId orderId) {
        return summary(orderId, replay.current(orderId.stream()));
    }

    /**
     * The order after its first so many events; empty if it has not had so many.
     *
     * @param version 1 or more
     */
    public Optional<OrderSummary> asOf(OrderId orderId, StreamVersion version) {
        return summary(orderId, replay.asOf(orderId.stream(), version));
    }

    /** The order with what had been recorded at or before an instant; empty if nothing had. */
    public Optional<OrderSummary> asOf(OrderId orderId, Instant instant) {
        return summary(orderId, replay.asOf(orderId.stream(), instant));
    }

    /**
     * The order's events after a version.
     *
     * @param after 0 for the first event on
     * @param limit how many at most, 1 or more
     * @return empty if there is no such order
     */
    public Optional<EventPage<OrderEvent>> events(OrderId orderId, StreamVersion after, int limit) {
        return replay.events(orderId.stream(), after, limit);
    }

    private static Optional<OrderSummary> summary(
            OrderId orderId, Optional<VersionedState<Order>> versionedState) {
        return versionedState.map(order -> OrderSummary.of(orderId, order));
    }
}
