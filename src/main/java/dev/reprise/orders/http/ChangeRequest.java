package dev.reprise.orders.http;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.reprise.http.Input;
import dev.reprise.orders.CancellationReason;
import dev.reprise.orders.ItemId;
import dev.reprise.orders.Order.Command;
import dev.reprise.orders.Order.Command.CancelOrder;
import dev.reprise.orders.Order.Command.ShipOrder;
import dev.reprise.orders.Price;
import dev.reprise.orders.Quantity;
import dev.reprise.orders.ShippingAddress;
import java.math.BigDecimal;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One of the changes of a {@link ChangesRequest}; {@code type} says which. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ChangeRequest.AddItem.class, name = "ADD_ITEM"),
    @JsonSubTypes.Type(value = ChangeRequest.RemoveItem.class, name = "REMOVE_ITEM"),
    @JsonSubTypes.Type(value = ChangeRequest.ChangeQuantity.class, name = "CHANGE_QUANTITY"),
    @JsonSubTypes.Type(value = ChangeRequest.Ship.class, name = "SHIP"),
    @JsonSubTypes.Type(value = ChangeRequest.Cancel.class, name = "CANCEL")
})
@Schema(
        oneOf = {
            ChangeRequest.AddItem.class,
            ChangeRequest.RemoveItem.class,
            ChangeRequest.ChangeQuantity.class,
            ChangeRequest.Ship.class,
            ChangeRequest.Cancel.class
        })
sealed interface ChangeRequest {

    /**
     * The change of the request.
     *
     * @param path the path of this object in the body, which precedes the names of its fields;
     *     empty at the top
     */
    Command.Change change(String path);

    record AddItem(
            @Nullable String itemId,
            @Schema(type = SchemaType.INTEGER) @Nullable BigDecimal quantity,
            @Nullable BigDecimal price)
            implements ChangeRequest {

        @Override
        public Command.AddItem change(String path) {
            return new Command.AddItem(new ItemRequest(itemId, quantity, price).item(path));
        }
    }

    record RemoveItem(@Nullable String itemId) implements ChangeRequest {

        @Override
        public Command.RemoveItem change(String path) {
            return new Command.RemoveItem(Input.field(path + "itemId", itemId, ItemId::new));
        }
    }

    record ChangeQuantity(
            @Nullable String itemId,
            @Schema(type = SchemaType.INTEGER) @Nullable BigDecimal quantity,
            @Nullable BigDecimal price)
            implements ChangeRequest {

        @Override
        public Command.ChangeQuantity change(String path) {
            return new Command.ChangeQuantity(
                    Input.field(path + "itemId", itemId, ItemId::new),
                    Input.field(path + "quantity", quantity, Quantity::of),
                    price == null ? null : Input.field(path + "price", price, Price::new));
        }
    }

    record Ship(@Nullable String shippingAddress) implements ChangeRequest {

        @Override
        public ShipOrder change(String path) {
            return new ShipOrder(
                    Input.field(path + "shippingAddress", shippingAddress, ShippingAddress::parse));
        }
    }

    record Cancel(@Nullable String reason) implements ChangeRequest {

        @Override
        public CancelOrder change(String path) {
            return new CancelOrder(Input.field(path + "reason", reason, CancellationReason::parse));
        }
    }
}
