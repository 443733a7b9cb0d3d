package dev.reprise.orders;

/**
 * What is recorded of an order. Each type is stored under the name of its record, which {@link
 * OrderEventCodec} spells out.
 */
public sealed interface OrderEvent {

    record OrderCreated(CustomerId customerId) implements OrderEvent {}

    record OrderItemAdded(OrderItem item) implements OrderEvent {}

    record OrderItemRemoved(ItemId itemId) implements OrderEvent {}

    record OrderShipped(ShippingAddress shippingAddress) implements OrderEvent {}

    record OrderCancelled(CancellationReason reason) implements OrderEvent {}
}
