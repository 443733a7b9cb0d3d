package dev.reprise.http;

import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.eventstore.TimestampFormat;
import dev.reprise.orders.ItemId;
import dev.reprise.orders.OrderId;
import dev.reprise.orders.OrderRejection;
import dev.reprise.orders.OrderRejection.AlreadyCancelled;
import dev.reprise.orders.OrderRejection.AlreadyShipped;
import dev.reprise.orders.OrderRejection.ItemNotInOrder;
import dev.reprise.orders.OrderRejection.NothingToShip;
import dev.reprise.orders.OrderRejection.OrderAlreadyExists;
import dev.reprise.orders.OrderRejection.OrderNotFound;
import dev.reprise.orders.OrderRejection.TooManyLines;
import dev.reprise.orders.OrderSummary;
import java.time.Instant;

/** What is said when an order, or its history, does not allow what was asked. */
final class OrderProblems {

    private static final String ACTUAL_VERSION = "actualVersion";

    private OrderProblems() {}

    static Problem rejected(OrderId orderId, OrderRejection reason) {
        return switch (reason) {
            case OrderNotFound _ -> notFound(orderId);
            case OrderAlreadyExists _ ->
                    Problem.of(
                            ProblemType.ORDER_ALREADY_EXISTS,
                            "order " + orderId + " exists already");
            case AlreadyShipped _ ->
                    Problem.of(
                            ProblemType.ORDER_ALREADY_SHIPPED,
                            "order " + orderId + " was shipped, which is final");
            case AlreadyCancelled _ ->
                    Problem.of(
                            ProblemType.ORDER_ALREADY_CANCELLED,
                            "order " + orderId + " was cancelled, which is final");
            case ItemNotInOrder(ItemId itemId) ->
                    Problem.of(
                            ProblemType.ITEM_NOT_IN_ORDER,
                            "order " + orderId + " has no item " + itemId);
            case NothingToShip _ ->
                    Problem.of(
                            ProblemType.NOTHING_TO_SHIP,
                            "order " + orderId + " has no items to ship");
            case TooManyLines(int limit) ->
                    Problem.of(
                            ProblemType.TOO_MANY_LINES,
                            "an order has at most " + limit + " lines, and this would be one more");
        };
    }

    static Problem notFound(OrderId orderId) {
        return Problem.of(ProblemType.ORDER_NOT_FOUND, "there is no order " + orderId);
    }

    static Problem noSuchVersion(OrderSummary order, StreamVersion version) {
        return Problem.of(
                        ProblemType.VERSION_NOT_FOUND,
                        "order "
                                + order.orderId()
                                + " has no version "
                                + version
                                + "; it is at "
                                + order.version())
                .with(ACTUAL_VERSION, order.version().value());
    }

    static Problem notYetCreated(OrderSummary order, Instant instant) {
        return Problem.of(
                ProblemType.VERSION_NOT_FOUND,
                "order "
                        + order.orderId()
                        + " did not exist yet at "
                        + instant
                        + "; it was created at "
                        + TimestampFormat.format(order.createdAt()));
    }

    static Problem versionNotReached(OrderSummary order, StreamVersion atLeast) {
        return Problem.of(
                        ProblemType.VERSION_NOT_REACHED,
                        "order "
                                + order.orderId()
                                + " is at version "
                                + order.version()
                                + ", not yet at "
                                + atLeast)
                .with(ACTUAL_VERSION, order.version().value());
    }

    /**
     * An If-Match that differs; of an order that does not exist it is the order that is not found.
     */
    static Problem preconditionFailed(OrderId orderId, StreamVersion actual) {
        if (actual.equals(StreamVersion.NONE)) {
            return notFound(orderId);
        }
        return Problem.of(
                        ProblemType.VERSION_MISMATCH,
                        "order "
                                + orderId
                                + " is at version "
                                + actual
                                + ", which If-Match does not name")
                .with(ACTUAL_VERSION, actual.value());
    }

    static Problem keyReused(OrderId orderId, CommandId commandId, StreamVersion recordedAt) {
        return Problem.of(
                        ProblemType.IDEMPOTENCY_KEY_REUSED,
                        "Idempotency-Key "
                                + commandId
                                + " was used for another command, which made version "
                                + recordedAt
                                + " of order "
                                + orderId)
                .with(Input.HEADER, RequestContext.IDEMPOTENCY_KEY);
    }

    static Problem tooLarge(int bytes, int limit) {
        return Problem.of(
                        ProblemType.TOO_LARGE,
                        "what the command records takes "
                                + bytes
                                + " bytes, and a commit holds "
                                + limit)
                .with("bytes", bytes)
                .with("limit", limit);
    }

    static Problem contended(OrderId orderId, int attempts) {
        return Problem.of(
                ProblemType.CONTENDED,
                "order "
                        + orderId
                        + " is being changed by others; after "
                        + attempts
                        + " attempts nothing was recorded");
    }
}
