package dev.reprise.orders.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reprise.eventstore.TimestampFormat;
import dev.reprise.orders.ShippedItem;
import dev.reprise.orders.ShippingAddress;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A page of shipped items.
 *
 * @param outdated the ids of the orders of this page that have later or other events, which could
 *     not be applied to the read model; absent if there are none
 * @param next what to send as {@code cursor} for the next page; absent on the last page
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ShippedItemsResponse(
        List<Item> items, @Nullable List<String> outdated, @Nullable String next) {

    /** An item that was shipped with an order. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ShippedItem")
    record Item(
            String itemId,
            String orderId,
            String customerId,
            long quantity,
            @Nullable String shippingAddress,
            @Nullable Boolean forgotten,
            String shippedAt) {

        static Item of(ShippedItem item) {
            ShippingAddress address = item.shippingAddress();
            return new Item(
                    item.itemId().value(),
                    item.orderId().value(),
                    item.customerId().value(),
                    item.quantity(),
                    address == null ? null : address.value(),
                    address == null ? true : null,
                    TimestampFormat.format(item.shippedAt()));
        }
    }

    ShippedItemsResponse {
        items = List.copyOf(items);
        outdated = outdated == null ? null : List.copyOf(outdated);
    }

    static ShippedItemsResponse of(List<ShippedItem> items, Optional<String> next) {
        List<String> outdated =
                items.stream()
                        .filter(ShippedItem::outdated)
                        .map(item -> item.orderId().value())
                        .distinct()
                        .toList();
        return new ShippedItemsResponse(
                items.stream().map(Item::of).toList(),
                outdated.isEmpty() ? null : outdated,
                next.orElse(null));
    }
}
