package dev.reprise.orders;

import dev.reprise.eventstore.TimestampFormat;
import dev.reprise.orders.ShippedItemsProjection.Shipment;
import dev.reprise.projections.PositionRange;
import dev.reprise.projections.SharedSearch;
import dev.reprise.projections.SharedSearch.Hit;
import dev.reprise.projections.SharedSearch.PositionFilter;
import dev.reprise.projections.Utf8Text;
import dev.reprise.values.TimeRange;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds the rows of {@link ShippedItemsProjection} for a query: by the item if it is given, or else
 * by the longest word of the address, or else by the time. The rest of the query is a filter.
 */
final class ShippedItemsSearch {

    private static final String SEPARATOR = ShippedItemsProjection.SEPARATOR;

    /** Follows {@link #SEPARATOR} in the order of characters: ends a range of positions. */
    private static final String END = "$";

    private static final int INSTANT_LENGTH = TimestampFormat.format(Instant.EPOCH).length();

    private ShippedItemsSearch() {}

    static SharedSearch<Shipment, ShippedItem> of(ShippedItemsQuery query) {
        Optional<String> word = query.address().flatMap(AddressQuery::indexed);
        if (query.itemId().isPresent()) {
            return byItem(query.itemId().get(), query);
        }
        return word.isPresent()
                ? byWord(word.get(), query)
                : byDate(query.shipped().orElseThrow(), query);
    }

    private static SharedSearch<Shipment, ShippedItem> byItem(
            ItemId itemId, ShippedItemsQuery query) {
        return new SharedSearch<>(
                query.tenant(),
                ShippedItemsProjection.BY_ITEM,
                List.of(List.of(itemId.value())),
                query.shipped().map(ShippedItemsSearch::positions).orElse(PositionRange.ALL),
                PositionFilter.NONE,
                hit -> shown(hit, query));
    }

    private static SharedSearch<Shipment, ShippedItem> byWord(
            String word, ShippedItemsQuery query) {
        return new SharedSearch<>(
                query.tenant(),
                ShippedItemsProjection.BY_WORD,
                List.of(ShippedItemsProjection.wordPartitions(word)),
                PositionRange.ofPrefix(word),
                query.shipped().map(ShippedItemsSearch::ofEachWord).orElse(PositionFilter.NONE),
                hit -> isListedAt(hit, word) ? shown(hit, query) : List.of());
    }

    private static SharedSearch<Shipment, ShippedItem> byDate(
            TimeRange range, ShippedItemsQuery query) {
        return new SharedSearch<>(
                query.tenant(),
                ShippedItemsProjection.BY_DATE,
                months(range).map(ShippedItemsProjection::monthPartitions).toList(),
                positions(range),
                PositionFilter.NONE,
                hit -> shown(hit, query));
    }

    /** The months of a range, from the last to the first. */
    private static Stream<YearMonth> months(TimeRange range) {
        YearMonth first = month(range.from());
        return Stream.iterate(
                month(range.to()), next -> !next.isBefore(first), next -> next.minusMonths(1));
    }

    private static YearMonth month(Instant instant) {
        return YearMonth.from(instant.atOffset(ZoneOffset.UTC));
    }

    /** The positions that begin with an instant of the range. */
    private static PositionRange positions(TimeRange range) {
        return new PositionRange(
                Optional.of(TimestampFormat.format(range.from())),
                Optional.of(TimestampFormat.format(range.to()) + END));
    }

    /**
     * Leaves out the positions whose instant is not in the range. The instants of one word follow
     * one another, from the latest to the earliest.
     */
    private static PositionFilter ofEachWord(TimeRange range) {
        String from = TimestampFormat.format(range.from());
        String to = TimestampFormat.format(range.to());
        return position -> {
            int start = position.indexOf(SEPARATOR) + 1;
            String word = position.substring(0, start);
            String instant = position.substring(start, start + INSTANT_LENGTH);
            if (instant.compareTo(to) > 0) {
                return Optional.of(word + to + END);
            }
            return instant.compareTo(from) < 0 ? Optional.of(word) : Optional.empty();
        };
    }

    /**
     * Whether an order is listed here, and not at another word of its address that begins with the
     * word of the query. It is listed once, at the last one of the alphabet.
     */
    private static boolean isListedAt(Hit<Shipment> hit, String word) {
        return hit.row().view() instanceof Shipment.Shipped shipped
                && shipped.shippingAddress() != null
                && AddressWords.of(shipped.shippingAddress()).stream()
                        .filter(found -> found.startsWith(word))
                        .max(Utf8Text.ORDER)
                        .filter(listed -> hit.position().startsWith(listed + SEPARATOR))
                        .isPresent();
    }

    /** An address that was forgotten has no words. */
    private static boolean matches(AddressQuery words, Shipment.Shipped order) {
        return order.shippingAddress() != null && words.matches(order.shippingAddress());
    }

    /** The items of an order that the query asks for, in the order in which they were added. */
    private static List<ShippedItem> shown(Hit<Shipment> hit, ShippedItemsQuery query) {
        if (!(hit.row().view() instanceof Shipment.Shipped order)
                || !query.address().map(words -> matches(words, order)).orElse(true)) {
            return List.of();
        }
        Map<ItemId, Long> quantities = new LinkedHashMap<>();
        order.items()
                .lines()
                .forEach(line -> quantities.merge(line.itemId(), line.quantity(), Long::sum));
        query.itemId().ifPresent(itemId -> quantities.keySet().retainAll(Set.of(itemId)));
        OrderId orderId = OrderId.of(hit.row().stream());
        return quantities.entrySet().stream()
                .map(item ->
                        new ShippedItem(
                                item.getKey(),
                                orderId,
                                order.customerId(),
                                item.getValue(),
                                order.shippingAddress(),
                                order.shippedAt(),
                                hit.row().parked()))
                .toList();
    }
}
