package dev.reprise.orders;

import dev.reprise.personal.Personal;
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
     * What every created order has. {@link OrderStateCodec} has the names under which these fields
     * are stored, and those that a state adds. A field that may be absent is {@code @Nullable};
     * every other one is checked here, because a damaged stored state may lack it.
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
    record Shipped(Contents contents, Personal<ShippingAddress> shippingAddress)
            implements Created {

        Shipped(Contents contents, ShippingAddress shippingAddress) {
            this(contents, new Personal.Known<>(shippingAddress));
        }

        public Shipped {
            Objects.requireNonNull(shippingAddress);
        }
    }

    /** Final. */
    record Cancelled(Contents contents, Personal<CancellationReason> cancellationReason)
            implements Created {

        Cancelled(Contents contents, CancellationReason cancellationReason) {
            this(contents, new Personal.Known<>(cancellationReason));
        }

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

        /** Changes an order that exists. */
        sealed interface Change extends Command {}

        /** Adds pieces of an item to the line with the same item and price, or as a new line. */
        record AddItem(OrderItem item) implements Change {}

        /** Removes all lines of an item. */
        record RemoveItem(ItemId itemId) implements Change {}

        /**
         * Sets the quantity of a line.
         *
         * @param price the price of the line; null if the item has only one line
         */
        record ChangeQuantity(ItemId itemId, Quantity quantity, @Nullable Price price)
                implements Change {}

        record ShipOrder(ShippingAddress shippingAddress) implements Change {}

        record CancelOrder(CancellationReason reason) implements Change {}

        /**
         * Makes several changes in order: all of them, or none if one is rejected.
         *
         * @param changes 1 to {@value #MAX_CHANGES}
         */
        record ChangeOrder(List<Change> changes) implements Command {

            public static final int MAX_CHANGES = 1_000;

            public ChangeOrder {
                changes = List.copyOf(changes);
                requireNumber(changes.size());
            }

            /**
             * Checks a number of changes.
             *
             * @throws IllegalArgumentException if there are too few or too many; the message can
             *     follow a field's name
             */
            public static void requireNumber(int changes) {
                if (changes < 1 || changes > MAX_CHANGES) {
                    throw new IllegalArgumentException(
                            "must be a list of 1 to 1,000 changes, not " + changes);
                }
            }
        }
    }

    /**
     * What is recorded of an order. {@link OrderEventCodec} has the names they are stored under.
     */
    sealed interface Event {

        record OrderCreated(CustomerId customerId) implements Event {}

        record OrderItemAdded(OrderItem item) implements Event {}

        record OrderItemRemoved(ItemId itemId) implements Event {}

        /**
         * The quantity of a line was set.
         *
         * @param quantity all pieces that the line now has
         */
        record OrderItemQuantityChanged(ItemId itemId, Quantity quantity, Price price)
                implements Event {}

        record OrderShipped(Personal<ShippingAddress> shippingAddress) implements Event {

            public OrderShipped(ShippingAddress shippingAddress) {
                this(new Personal.Known<>(shippingAddress));
            }
        }

        record OrderCancelled(Personal<CancellationReason> reason) implements Event {

            public OrderCancelled(CancellationReason reason) {
                this(new Personal.Known<>(reason));
            }
        }
    }

    /** Why an order's state forbids a command. */
    sealed interface Rejection {

        record OrderNotFound() implements Rejection {}

        record OrderAlreadyExists() implements Rejection {}

        record AlreadyShipped() implements Rejection {}

        record AlreadyCancelled() implements Rejection {}

        /**
         * The item to be removed or changed is not in the order.
         *
         * @param price the price at which the order does not have it; null if it has it at none
         */
        record ItemNotInOrder(ItemId itemId, @Nullable Price price) implements Rejection {

            public ItemNotInOrder(ItemId itemId) {
                this(itemId, null);
            }
        }

        /** The item has several lines, and the command does not say the price of one. */
        record SeveralPrices(ItemId itemId) implements Rejection {}

        /** The order has no items. */
        record NothingToShip() implements Rejection {}

        /**
         * The order would have too many lines.
         *
         * @param limit how many lines an order may have
         */
        record TooManyLines(int limit) implements Rejection {}

        /**
         * One of several changes is rejected.
         *
         * @param change its index in the list, from 0
         */
        record ChangeRejected(int change, Rejection reason) implements Rejection {}
    }
}
