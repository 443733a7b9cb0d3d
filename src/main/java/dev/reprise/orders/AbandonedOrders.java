package dev.reprise.orders;

import dev.reprise.aggregates.StateCodec;
import dev.reprise.eventstore.EventCodec;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.orders.AbandonedOrders.Watching;
import dev.reprise.orders.Order.Command.CancelOrder;
import dev.reprise.orders.Order.Event.OrderCancelled;
import dev.reprise.orders.Order.Event.OrderCreated;
import dev.reprise.orders.Order.Event.OrderItemAdded;
import dev.reprise.orders.Order.Event.OrderItemQuantityChanged;
import dev.reprise.orders.Order.Event.OrderItemRemoved;
import dev.reprise.orders.Order.Event.OrderShipped;
import dev.reprise.processes.BusinessProcess;
import dev.reprise.processes.Deadline;
import dev.reprise.processes.OwnEvents;
import dev.reprise.processes.ProcessRunner;
import dev.reprise.processes.Reaction;
import dev.reprise.processes.RejectedCommand;
import dev.reprise.processes.Target;
import dev.reprise.serialization.EventFormat;
import dev.reprise.serialization.StoredBodies;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * {@code abandoned_orders}: cancels an open order that has not changed for a given time. The reason
 * is {@code abandoned}. Each order has one deadline, which each change of the order moves. So the
 * process needs no own events.
 */
public final class AbandonedOrders
        implements BusinessProcess<Order.Event, Watching, Void, Order.Command, Order.Rejection> {

    static final CancellationReason REASON = new CancellationReason("abandoned");
    static final String ABANDONED = "abandoned";

    private static final String NAME = "abandoned_orders";

    private static final OwnEvents<Void> OWN_EVENTS = OwnEvents.none("reprise.abandonedorders");

    private final Duration after;
    private final OrderEventCodec codec = new OrderEventCodec();

    /** The only state. */
    public record Watching() {}

    /** Instances have snapshots, because an order may change many times. */
    private static final class States implements StateCodec<Watching> {

        private static final String WATCHING = "watching";

        @Override
        public int schemaVersion() {
            return 1;
        }

        @Override
        public String encode(Watching state) {
            return WATCHING;
        }

        @Override
        public Watching decode(String encoded) {
            if (!encoded.equals(WATCHING)) {
                throw new IllegalArgumentException("expected " + WATCHING + ", found " + encoded);
            }
            return new Watching();
        }
    }

    /**
     * The process.
     *
     * @param after how long an order may stay open without a change, more than 0
     */
    public AbandonedOrders(Duration after) {
        if (!after.isPositive()) {
            throw new IllegalArgumentException(
                    "the time after which an order is abandoned must be more than 0, not " + after);
        }
        this.after = after;
    }

    /**
     * Runs the process on orders.
     *
     * @param personal the personal values of orders, such as the reason of a cancellation
     * @param clock the time of the commits
     * @param retryPolicy how often a step is tried again after a conflict
     * @param written the format in which events are written
     */
    public ProcessRunner<Order.Event, Watching, Void, Order.Command, Order.Rejection> runner(
            EventStore store,
            OrderPersonalData personal,
            InstantSource clock,
            RetryPolicy retryPolicy,
            EventFormat written) {
        return new ProcessRunner<>(
                this,
                new Target<>(
                        OrderId.CATEGORY,
                        OrderAggregate.of(new OrderEventCodec(written)).with(personal)),
                store,
                clock,
                retryPolicy,
                written);
    }

    /** Shows the stored events of the process. */
    static StoredBodies storedBodies() {
        return ProcessRunner.storedBodies(NAME, OWN_EVENTS);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String category() {
        return OrderId.CATEGORY;
    }

    @Override
    public EventCodec<Order.Event> codec() {
        return codec;
    }

    @Override
    public OwnEvents<Void> ownEvents() {
        return OWN_EVENTS;
    }

    @Override
    public Optional<StateCodec<Watching>> states() {
        return Optional.of(new States());
    }

    @Override
    public Optional<String> correlate(RecordedEvent<Order.Event> event) {
        return Optional.of(event.stream().id());
    }

    @Override
    public Watching initialState() {
        return new Watching();
    }

    @Override
    public Watching evolve(Watching state, Void event, Instant at) {
        return state;
    }

    @Override
    public Reaction<Void, Order.Command> react(Watching state, RecordedEvent<Order.Event> event) {
        return switch (event.event()) {
            case OrderCreated _, OrderItemAdded _, OrderItemRemoved _, OrderItemQuantityChanged _ ->
                    reaction().setDeadline(ABANDONED, event.timestamp().plus(after));
            case OrderShipped _, OrderCancelled _ -> reaction().cancelDeadline(ABANDONED);
        };
    }

    /**
     * If the order has changed a moment ago, nothing is sent, and the reaction to that change moves
     * the deadline.
     */
    @Override
    public Reaction<Void, Order.Command> onDeadline(Watching state, Deadline deadline) {
        return reaction().sendIfUnchanged(deadline.instanceId(), new CancelOrder(REASON));
    }

    /** The order was shipped or cancelled meanwhile. */
    @Override
    public Reaction<Void, Order.Command> onRejection(
            Watching state, RejectedCommand<Order.Command, Order.Rejection> rejected) {
        return Reaction.nothing();
    }
}
