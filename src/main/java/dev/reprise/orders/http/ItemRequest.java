package dev.reprise.orders.http;

import dev.reprise.http.Input;
import dev.reprise.orders.ItemId;
import dev.reprise.orders.OrderItem;
import dev.reprise.orders.Price;
import dev.reprise.orders.Quantity;
import java.math.BigDecimal;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An item of a {@link CreateOrderRequest}. */
record ItemRequest(
        @Nullable String itemId,
        @Schema(type = SchemaType.INTEGER) @Nullable BigDecimal quantity,
        @Nullable BigDecimal price) {

    /**
     * The item of the request.
     *
     * @param path the path of this object in the body, which precedes the names of its fields;
     *     empty at the top
     */
    OrderItem item(String path) {
        return new OrderItem(
                Input.field(path + "itemId", itemId, ItemId::new),
                Input.field(path + "quantity", quantity, Quantity::of),
                Input.field(path + "price", price, Price::new));
    }
}
