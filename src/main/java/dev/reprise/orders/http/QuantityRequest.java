package dev.reprise.orders.http;

import dev.reprise.orders.ItemId;
import dev.reprise.orders.Order.Command.ChangeQuantity;
import java.math.BigDecimal;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request that sets the quantity of a line. {@code price} is required if the item has
 * several lines.
 */
record QuantityRequest(
        @Schema(type = SchemaType.INTEGER) @Nullable BigDecimal quantity,
        @Nullable BigDecimal price,
        @Nullable String occurredAt) {

    ChangeQuantity command(ItemId itemId) {
        return new ChangeRequest.ChangeQuantity(itemId.value(), quantity, price).change("");
    }
}
