package dev.reprise.orders;

import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EventStore;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An order folded from its events in a few lines, without the code of the read models: what they
 * show is compared with it.
 */
final class FoldedOrder {

    final OrderId id;
    String customer = "";
    String address = "";
    boolean cancelled;
    private @Nullable Instant shippedAt;

    /** The quantities, by item and price. */
    final Map<String, Map<BigDecimal, Long>> lines = new LinkedHashMap<>();

    FoldedOrder(OrderId id, EventStore store) {
        this(id, Commits.all(store, id.stream()));
    }

    FoldedOrder(OrderId id, List<Commit> commits) {
        this.id = id;
        OrderEventCodec codec = new OrderEventCodec();
        for (Commit commit : commits) {
            for (Order.Event event : codec.decode(commit.events())) {
                apply(event, commit.at());
            }
        }
    }

    private void apply(Order.Event event, Instant at) {
        switch (event) {
            case Order.Event.OrderCreated created -> customer = created.customerId().value();
            case Order.Event.OrderItemAdded added ->
                    prices(added.item().itemId())
                            .merge(
                                    added.item().price().amount(),
                                    (long) added.item().quantity().value(),
                                    Long::sum);
            case Order.Event.OrderItemRemoved removed -> lines.remove(removed.itemId().value());
            case Order.Event.OrderItemQuantityChanged changed ->
                    prices(changed.itemId())
                            .put(changed.price().amount(), (long) changed.quantity().value());
            case Order.Event.OrderShipped shipped -> {
                address = shipped.shippingAddress().known().orElseThrow().value();
                shippedAt = at;
            }
            case Order.Event.OrderCancelled _ -> cancelled = true;
        }
    }

    private Map<BigDecimal, Long> prices(ItemId itemId) {
        return lines.computeIfAbsent(itemId.value(), _ -> new LinkedHashMap<>());
    }

    boolean isShipped() {
        return shippedAt != null;
    }

    /** When the order was shipped, which it was. */
    Instant shippedAt() {
        return Objects.requireNonNull(shippedAt);
    }

    boolean isOpen() {
        return !isShipped() && !cancelled;
    }

    long quantity(String itemId) {
        return lines.getOrDefault(itemId, Map.of()).values().stream().mapToLong(q -> q).sum();
    }

    BigDecimal revenue(String itemId) {
        return lines.getOrDefault(itemId, Map.of()).entrySet().stream()
                .map(line -> line.getKey().multiply(BigDecimal.valueOf(line.getValue())))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
