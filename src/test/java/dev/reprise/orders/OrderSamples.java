package dev.reprise.orders;

import dev.reprise.eventstore.Tenant;
import dev.reprise.orders.Order.Event.OrderCancelled;
import dev.reprise.orders.Order.Event.OrderCreated;
import dev.reprise.orders.Order.Event.OrderItemAdded;
import dev.reprise.orders.Order.Event.OrderItemQuantityChanged;
import dev.reprise.orders.Order.Event.OrderItemRemoved;
import dev.reprise.orders.Order.Event.OrderShipped;
import java.math.BigDecimal;

/** Values that the tests of this package share. */
final class OrderSamples {

    static final OrderId ORDER = new OrderId(Tenant.ONLY, "a1b2c3d4");
    static final CustomerId CUSTOMER = new CustomerId("user123");
    static final OrderItem WIDGETS = item("widget-x", 2, "15.99");
    static final ShippingAddress ADDRESS = new ShippingAddress("123 Main St, Anytown, USA");
    static final CancellationReason REASON = new CancellationReason("changed my mind");

    static final Order.Event CREATED = new OrderCreated(CUSTOMER);
    static final Order.Event WIDGETS_ADDED = new OrderItemAdded(WIDGETS);
    static final Order.Event WIDGETS_REMOVED = new OrderItemRemoved(WIDGETS.itemId());
    static final Order.Event WIDGETS_CHANGED =
            new OrderItemQuantityChanged(WIDGETS.itemId(), new Quantity(3), WIDGETS.price());
    static final Order.Event SHIPPED = new OrderShipped(ADDRESS);
    static final Order.Event CANCELLED = new OrderCancelled(REASON);

    private OrderSamples() {}

    static OrderItem item(String itemId, int quantity, String price) {
        return new OrderItem(new ItemId(itemId), new Quantity(quantity), price(price));
    }

    static Price price(String amount) {
        return new Price(new BigDecimal(amount));
    }
}
