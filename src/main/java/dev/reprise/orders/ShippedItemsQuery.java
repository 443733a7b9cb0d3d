package dev.reprise.orders;

import dev.reprise.eventstore.Tenant;
import dev.reprise.values.TimeRange;
import java.util.Optional;

/**
 * Which shipped items to list: those that match all that is given.
 *
 * @param tenant whose orders
 * @param itemId the item
 * @param shipped when its order was shipped
 * @param address words of the address
 */
public record ShippedItemsQuery(
        Tenant tenant,
        Optional<ItemId> itemId,
        Optional<TimeRange> shipped,
        Optional<AddressQuery> address) {

    public ShippedItemsQuery {
        if (itemId.isEmpty()
                && shipped.isEmpty()
                && address.flatMap(AddressQuery::indexed).isEmpty()) {
            throw new IllegalArgumentException(
                    "must have a word of at least two characters if neither the item nor the time is given");
        }
    }
}
