package dev.reprise.orders;

import dev.reprise.aggregates.Precondition;
import dev.reprise.eventstore.CommandDigest;
import dev.reprise.eventstore.CommandId;

/** A command with its id and precondition; a repetition is an equal request. */
record Request(OrderId order, CommandId id, Order.Command command, Precondition precondition) {

    /** The digest that is stored with the commit. */
    CommandDigest digest() {
        return OrderCommandDigest.of(order, command, null);
    }

    /** Another command with the same id. */
    Request with(Order.Command another) {
        return new Request(order, id, another, precondition);
    }
}
