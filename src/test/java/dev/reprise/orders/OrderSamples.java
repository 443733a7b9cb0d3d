package dev.reprise.orders;

import dev.reprise.orders.OrderEvent.OrderCancelled;
import dev.reprise.orders.OrderEvent.OrderCreated;
import dev.reprise.orders.OrderEvent.OrderItemAdded;
import dev.reprise.orders.OrderEvent.OrderItemRemoved;
import dev.reprise.orders.OrderEvent.OrderShipped;
import java.math.BigDecimal;

/** What the tests of this package speak of. */
final class OrderSamples {

    static final OrderId ORDER = new OrderId("a1b2c3d4");
    static final CustomerId CUSTOMER = new CustomerId("user123");
    static final OrderItem WIDGETS = item("widget-x", 2, "15.99");
    static final ShippingAddress ADDRESS = new ShippingAddress("123 Main St, Anytown, USA");
    static final CancellationReason REASON = new CancellationReason("changed my mind");

    static final OrderEvent CREATED = new OrderCreated(CUSTOMER);
    static final OrderEvent WIDGETS_ADDED = new OrderItemAdded(WIDGETS);
    static final OrderEvent WIDGETS_REMOVED = new OrderItemRemoved(WIDGETS.itemId());
    static final OrderEvent SHIPPED = new OrderShipped(ADDRESS);
    static final OrderEvent CANCELLED = new OrderCancelled(REASON);

    private OrderSamples() {}

    static OrderItem item(String itemId, int quantity, String price) {
        return new OrderItem(new ItemId(itemId), new Quantity(quantity), price(price));
    }

    static Price price(String amount) {
        return new Price(new BigDecimal(amount));
    }
}
