package dev.reprise.orders;

/** So many pieces of an item, at a price for each. */
public record OrderItem(ItemId itemId, Quantity quantity, Price price) {}
