package dev.reprise.orders;

import dev.reprise.projections.PositionRange;
import dev.reprise.projections.ViewStore;
import dev.reprise.projections.ViewStore.Found;
import dev.reprise.projections.ViewStore.SearchQuery;
import dev.reprise.projections.ViewStore.StoredTotal;
import dev.reprise.projections.ViewStore.TotalsQuery;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** The totals and the search rows that a store has, read partition by partition. */
final class SharedRowsOfOrders {

    private static final String SHIPPED_ITEMS = "shipped-items";
    private static final String SALES = "sales";
    private static final int ALL = 100_000;

    private final ViewStore views;
    private final ToIntFunction<String> generation;
    private final List<FoldedOrder> orders;
    private final Set<String> items;

    /**
     * @param generation which generation of a projection is read
     * @param orders they say which items, months and words to look for
     */
    SharedRowsOfOrders(
            ViewStore views, ToIntFunction<String> generation, List<FoldedOrder> orders) {
        this.views = views;
        this.generation = generation;
        this.orders = orders;
        this.items =
                orders.stream()
                        .flatMap(order -> order.lines.keySet().stream())
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> customers() {
        return orders.stream().map(order -> order.customer).collect(Collectors.toSet());
    }

    private Set<YearMonth> months() {
        return orders.stream()
                .filter(FoldedOrder::isShipped)
                .map(order -> YearMonth.from(order.shippedAt().atOffset(ZoneOffset.UTC)))
                .collect(Collectors.toSet());
    }

    private Set<String> words() {
        return orders.stream()
                .filter(FoldedOrder::isShipped)
                .flatMap(order -> AddressWords.of(new ShippingAddress(order.address)).stream())
                .filter(ShippedItemsProjection::isIndexed)
                .collect(Collectors.toSet());
    }

    private List<Found> search(String index, String partition, PositionRange range) {
        return views.search(
                new SearchQuery(
                        SHIPPED_ITEMS,
                        generation.applyAsInt(SHIPPED_ITEMS),
                        index,
                        partition,
                        range,
                        false),
                ALL);
    }

    private List<StoredTotal> totals(String table, String partition) {
        return views.totals(
                new TotalsQuery(
                        SALES, generation.applyAsInt(SALES), table, partition, PositionRange.ALL),
                ALL);
    }

    /** Each of them as it is stored, by its place. */
    Map<String, String> all() {
        Map<String, String> all = new TreeMap<>();
        items.forEach(item -> {
            addFound(all, ShippedItemsProjection.BY_ITEM, item);
            SalesProjection.itemPartitions(new ItemId(item))
                    .forEach(partition -> addTotals(all, SalesProjection.PER_ITEM, partition));
        });
        for (YearMonth month : months()) {
            ShippedItemsProjection.monthPartitions(month)
                    .forEach(partition -> addFound(all, ShippedItemsProjection.BY_DATE, partition));
        }
        words().stream()
                .flatMap(word -> ShippedItemsProjection.wordPartitions(word).stream())
                .distinct()
                .forEach(partition -> addFound(all, ShippedItemsProjection.BY_WORD, partition));
        SalesProjection.dayPartitions()
                .forEach(partition -> addTotals(all, SalesProjection.PER_DAY, partition));
        customers().forEach(customer -> addTotals(all, SalesProjection.PER_CUSTOMER, customer));
        return all;
    }

    private void addFound(Map<String, String> all, String index, String partition) {
        for (Found found : search(index, partition, PositionRange.ALL)) {
            all.put(index + "/" + partition + "/" + found.position(), found.stream().toString());
        }
    }

    private void addTotals(Map<String, String> all, String table, String partition) {
        for (StoredTotal total : totals(table, partition)) {
            String sums = ExpectedSharedRows.shown(new TreeMap<>(total.sums()));
            if (!total.sums().isEmpty()) {
                all.put(table + "/" + partition + "/" + total.position(), sums);
            }
        }
    }

    /** Without shards, as {@link ExpectedSharedRows#all} shows them. */
    Map<String, String> summedUp() {
        Map<String, String> all = new TreeMap<>();
        for (String item : items) {
            addOrders(
                    all,
                    "shipped " + item,
                    ShippedItemsProjection.BY_ITEM,
                    List.of(item),
                    PositionRange.ALL);
            addSums(
                    all,
                    "item " + item + " on ",
                    SalesProjection.PER_ITEM,
                    SalesProjection.itemPartitions(new ItemId(item)));
        }
        for (YearMonth month : months()) {
            addOrders(
                    all,
                    "shipped in " + month,
                    ShippedItemsProjection.BY_DATE,
                    ShippedItemsProjection.monthPartitions(month),
                    PositionRange.ALL);
        }
        addOrders(
                all,
                "shipped to main",
                ShippedItemsProjection.BY_WORD,
                ShippedItemsProjection.wordPartitions("main"),
                PositionRange.ofPrefix("main" + ShippedItemsProjection.SEPARATOR));
        addSums(all, "day ", SalesProjection.PER_DAY, SalesProjection.dayPartitions());
        for (String customer : customers()) {
            totals(SalesProjection.PER_CUSTOMER, customer)
                    .forEach(total ->
                            all.put(
                                    "customer " + customer,
                                    ExpectedSharedRows.shown(new TreeMap<>(total.sums()))));
        }
        return all;
    }

    private void addOrders(
            Map<String, String> all,
            String name,
            String index,
            List<String> partitions,
            PositionRange range) {
        for (String partition : partitions) {
            for (Found found : search(index, partition, range)) {
                all.put(name + ": " + found.stream().id(), "");
            }
        }
    }

    private void addSums(
            Map<String, String> all, String name, String table, List<String> partitions) {
        Map<String, Map<String, BigDecimal>> byPosition = new TreeMap<>();
        for (String partition : partitions) {
            for (StoredTotal total : totals(table, partition)) {
                Map<String, BigDecimal> sums =
                        byPosition.computeIfAbsent(total.position(), _ -> new TreeMap<>());
                total.sums().forEach((sum, amount) -> sums.merge(sum, amount, BigDecimal::add));
            }
        }
        byPosition.forEach((position, sums) -> {
            if (!sums.isEmpty()) {
                all.put(name + position, ExpectedSharedRows.shown(sums));
            }
        });
    }
}
