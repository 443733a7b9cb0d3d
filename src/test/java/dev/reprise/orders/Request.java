package dev.reprise.orders;

import dev.reprise.aggregates.Precondition;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Digest;

/** A command as its caller gives it, the first time and whenever it is repeated. */
record Request(OrderId order, CommandId id, Order.Command command, Precondition precondition) {

    /** By which its commit is told from that of another command under the same id. */
    Digest hash() {
        return OrderCommandDigest.of(order, command);
    }

    /** Another command under the same id. */
    Request with(Order.Command another) {
        return new Request(order, id, another, precondition);
    }
}
