package dev.reprise.orders.http;

import dev.reprise.orders.Order.Command.AddItem;
import java.math.BigDecimal;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of a request that adds an item. */
record AddItemRequest(
        @Nullable String itemId,
        @Schema(type = SchemaType.INTEGER) @Nullable BigDecimal quantity,
        @Nullable BigDecimal price,
        @Nullable String occurredAt) {

    AddItem command() {
        return new AddItem(new ItemRequest(itemId, quantity, price).item(""));
    }
}
