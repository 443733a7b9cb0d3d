package dev.reprise.orders;

/**
 * Pieces of an item that a command adds.
 *
 * @param price the price of one piece
 */
public record OrderItem(ItemId itemId, Quantity quantity, Price price) {}
