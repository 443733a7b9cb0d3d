package dev.reprise.orders;

import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.FramedDigest;
import dev.reprise.orders.Order.Command.AddItem;
import dev.reprise.orders.Order.Command.CancelOrder;
import dev.reprise.orders.Order.Command.ChangeOrder;
import dev.reprise.orders.Order.Command.ChangeQuantity;
import dev.reprise.orders.Order.Command.CreateOrder;
import dev.reprise.orders.Order.Command.RemoveItem;
import dev.reprise.orders.Order.Command.ShipOrder;
import java.time.Instant;
import java.util.Optional;

/**
 * A command for a later time, without its content.
 *
 * @param id unique in its order
 * @param kind what it does
 * @param runsAt when it is due, to the millisecond
 * @param scheduledBy who sent it; empty if unknown
 * @param scheduledAt when it was recorded
 */
public record ScheduledCommand(
        String id,
        CommandKind kind,
        Instant runsAt,
        Optional<String> scheduledBy,
        Instant scheduledAt) {

    private static final int ID_LENGTH = 32;

    /** What a command does. The names are stored. */
    public enum CommandKind {
        ADD_ITEM,
        REMOVE_ITEM,
        CHANGE_QUANTITY,
        SHIP,
        CANCEL,
        /** Several changes. */
        CHANGE_ORDER;

        /**
         * The kind of a command.
         *
         * @throws IllegalArgumentException if it is a creation, which cannot be scheduled
         */
        public static CommandKind of(Order.Command command) {
            return switch (command) {
                case AddItem _ -> ADD_ITEM;
                case RemoveItem _ -> REMOVE_ITEM;
                case ChangeQuantity _ -> CHANGE_QUANTITY;
                case ShipOrder _ -> SHIP;
                case CancelOrder _ -> CANCEL;
                case ChangeOrder _ -> CHANGE_ORDER;
                case CreateOrder _ ->
                        throw new IllegalArgumentException("a creation cannot be scheduled");
            };
        }
    }

    /** The id of a scheduled command: the same for each repetition of the call. */
    static String id(OrderId order, CommandId call) {
        return new FramedDigest()
                .add("scheduled-command/1")
                .add(order.stream().toString())
                .add(call.value())
                .digest()
                .toString()
                .substring(0, ID_LENGTH);
    }
}
