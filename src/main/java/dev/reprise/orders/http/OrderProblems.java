package dev.reprise.orders.http;

import dev.reprise.http.AggregateProblems;
import dev.reprise.http.Problem;
import dev.reprise.http.ProblemType;
import dev.reprise.orders.ItemId;
import dev.reprise.orders.Order.Rejection;
import dev.reprise.orders.Price;

/** The problems of orders. */
final class OrderProblems {

    static final AggregateProblems ORDER = new AggregateProblems("order");

    private static final ProblemType ALREADY_EXISTS =
            new ProblemType(409, "order-already-exists", "The order exists already");
    private static final ProblemType ALREADY_SHIPPED =
            new ProblemType(409, "order-already-shipped", "The order was shipped, which is final");
    private static final ProblemType ALREADY_CANCELLED =
            new ProblemType(
                    409, "order-already-cancelled", "The order was cancelled, which is final");
    private static final ProblemType ITEM_NOT_IN_ORDER =
            new ProblemType(409, "item-not-in-order", "The order does not have the item");
    private static final ProblemType SEVERAL_PRICES =
            new ProblemType(409, "several-prices", "The order has the item at several prices");
    private static final ProblemType NOTHING_TO_SHIP =
            new ProblemType(409, "nothing-to-ship", "The order has no items to ship");
    private static final ProblemType TOO_MANY_LINES =
            new ProblemType(409, "too-many-lines", "The order would have too many lines");

    private static final ProblemType CUSTOMER_NOT_FOUND =
            new ProblemType(404, "customer-not-found", "The customer has no orders");

    private static final ProblemType PERSONAL_DATA_NOT_ENCRYPTED =
            new ProblemType(409, "personal-data-not-encrypted", "Personal data is not encrypted");

    private OrderProblems() {}

    /** Nothing can be forgotten. */
    static Problem notEncrypted() {
        return Problem.of(
                PERSONAL_DATA_NOT_ENCRYPTED,
                "addresses and reasons are stored as they are, and cannot be erased: set reprise.personal-data to encrypted, for those to come");
    }

    /** The read model has no order of the customer. */
    static Problem noOrders(String customerId) {
        return Problem.of(CUSTOMER_NOT_FOUND, "there is no order of customer " + customerId);
    }

    static Problem rejected(String orderId, Rejection reason) {
        return switch (reason) {
            case Rejection.OrderNotFound _ -> ORDER.notFound(orderId);
            case Rejection.OrderAlreadyExists _ ->
                    Problem.of(ALREADY_EXISTS, "order " + orderId + " exists already");
            case Rejection.AlreadyShipped _ ->
                    Problem.of(
                            ALREADY_SHIPPED, "order " + orderId + " was shipped, which is final");
            case Rejection.AlreadyCancelled _ ->
                    Problem.of(
                            ALREADY_CANCELLED,
                            "order " + orderId + " was cancelled, which is final");
            case Rejection.ItemNotInOrder(ItemId itemId, Price price) ->
                    Problem.of(
                            ITEM_NOT_IN_ORDER,
                            "order "
                                    + orderId
                                    + " has no item "
                                    + itemId
                                    + (price == null ? "" : " at the price " + price));
            case Rejection.SeveralPrices(ItemId itemId) ->
                    Problem.of(
                            SEVERAL_PRICES,
                            "order %s has item %s at several prices: price must say which one"
                                    .formatted(orderId, itemId));
            case Rejection.NothingToShip _ ->
                    Problem.of(NOTHING_TO_SHIP, "order " + orderId + " has no items to ship");
            case Rejection.TooManyLines(int limit) ->
                    Problem.of(
                            TOO_MANY_LINES,
                            "an order has at most "
                                    + limit
                                    + " lines, and the command would exceed that");
            case Rejection.ChangeRejected(int change, Rejection why) ->
                    rejected(orderId, why).ofPart(Problem.CHANGE, change);
        };
    }
}
