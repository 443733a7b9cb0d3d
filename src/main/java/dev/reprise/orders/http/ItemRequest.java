package dev.reprise.orders.http;

import dev.reprise.http.Input;
import dev.reprise.orders.ItemId;
import dev.reprise.orders.OrderItem;
import dev.reprise.orders.Price;
import dev.reprise.orders.Quantity;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The body that adds an item, and an element of the one that creates an order. */
record ItemRequest(
        @Nullable String itemId, @Nullable Integer quantity, @Nullable BigDecimal price) {

    /**
     * The item that is meant.
     *
     * @param path what goes before the names of its fields: where it stands in a larger body
     */
    OrderItem item(String path) {
        return new OrderItem(
                Input.field(path + "itemId", itemId, ItemId::new),
                Input.field(path + "quantity", quantity, Quantity::new),
                Input.field(path + "price", price, Price::new));
    }
}
