package dev.reprise.orders;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The language of an order: its states, the commands it takes, the events it records, and why it
 * rejects a command. {@link OrderDecider} has the rules between them.
 */
public sealed interface Order {

    /** Before the first event. */
    record NotCreated() implements Order {}

    /** From the first event on. */
    sealed interface Created extends Order {

        Contents contents();
    }

    /**
     * What every created order has. Stored states use the names of these fields, and of the fields
     * that a state adds: see {@link OrderStateCodec}. A field that may be absent is
     * {@code @Nullable}; every other one is checked here, because a damaged stored state may lack
     * it.
     */
    record Contents(CustomerId customerId, Instant createdAt, OrderLines items) {

        public Contents {
            Objects.requireNonNull(customerId);
            Objects.requireNonNull(createdAt);
            Objects.requireNonNull(items);
        }

        Contents withItems(OrderLines changed) {
            return new Contents(customerId, createdAt, changed);
        }
    }

    /** The only state that accepts changes. */
    record Open(Contents contents) implements Created {}

    /** Final. */
    record Shipped(Contents contents, ShippingAddress shippingAddress) implements Created {

        public Shipped {
            Objects.requireNonNull(shippingAddress);
        }
    }

    /** Final. */
    record Cancelled(Contents contents, CancellationReason cancellationReason) implements Created {

        public Cancelled {
            Objects.requireNonNull(cancellationReason);
        }
    }

    /** What a caller may ask of an order. */
    sealed interface Command {

        /**
         * Creates the order. It may create it with all its items, and ship it at once.
         *
         * @param items may be empty; the same item may occur more than once
         * @param shippingAddress null to leave the order open
         */
        record CreateOrder(
                CustomerId customerId,
                List<OrderItem> items,
                @Nullable ShippingAddress shippingAddress)
                implements Command {
            public CreateOrder {
                items = List.copyOf(items);
            }
        }

        /** Adds pieces of an item to the line with the same item and price, or as a new line. */
        record AddItem(OrderItem item) implements Command {}

        /** Removes all lines of an item. */
        record RemoveItem(ItemId itemId) implements Command {}

        record ShipOrder(ShippingAddress shippingAddress) implements Command {}

        record CancelOrder(CancellationReason reason) implements Command {}
    }

    /**
     * What is recorded of an order. {@link OrderEventCodec} has the names they are stored under.
     */
    sealed interface Event {

        record OrderCreated(CustomerId customerId) implements Event {}

        record OrderItemAdded(OrderItem item) implements Event {}

        record OrderItemRemoved(ItemId itemId) implements Event {}

        record OrderShipped(ShippingAddress shippingAddress) implements Event {}

        record OrderCancelled(CancellationReason reason) implements Event {}
    }

    /** Why an order's state forbids a command. */
    sealed interface Rejection {

        record OrderNotFound() implements Rejection {}

        record OrderAlreadyExists() implements Rejection {}

        record AlreadyShipped() implements Rejection {}

        record AlreadyCancelled() implements Rejection {}

        /** The item to be removed is not in the order. */
        record ItemNotInOrder(ItemId itemId) implements Rejection {}

        /** The order has no items. */
        record NothingToShip() implements Rejection {}

        /**
         * The order would have too many lines.
         *
         * @param limit how many lines an order may have
         */
        record TooManyLines(int limit) implements Rejection {}
    }
}
