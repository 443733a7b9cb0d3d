package dev.reprise.orders;

/** Why an order's state forbids a command. */
public sealed interface OrderRejection {

    /** There is no such order. */
    record OrderNotFound() implements OrderRejection {}

    /** The order that was to be created exists. */
    record OrderAlreadyExists() implements OrderRejection {}

    /** The order was shipped, which is final. */
    record AlreadyShipped() implements OrderRejection {}

    /** The order was cancelled, which is final. */
    record AlreadyCancelled() implements OrderRejection {}

    /** The item that was to be removed is not in the order. */
    record ItemNotInOrder(ItemId itemId) implements OrderRejection {}

    /** There is nothing in the order that could be shipped. */
    record NothingToShip() implements OrderRejection {}

    /**
     * The order would have more lines than it may.
     *
     * @param limit how many it may have
     */
    record TooManyLines(int limit) implements OrderRejection {}
}
