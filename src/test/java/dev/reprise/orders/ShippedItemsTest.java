package dev.reprise.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.aggregates.CommandResult;
import dev.reprise.aggregates.Precondition;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.Tenant;
import dev.reprise.eventstore.TimestampFormat;
import dev.reprise.orders.Order.Command.CreateOrder;
import dev.reprise.values.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of what was shipped, compared with lists that are filtered and sorted here. */
class ShippedItemsTest {

    private static final List<String> STREETS =
            List.of("Main St", "Marsh Mill", "Mañana Map", "Élm Row", "Mill Ma", "7");

    private final ProjectedOrders projected = new ProjectedOrders();
    private Instant now = Commits.AT;
    private final Orders orders =
            new Orders(projected.store, new OrderEventCodec(), () -> now, () -> () -> true);
    private final List<OrderId> created = new ArrayList<>();

    private void ship(String orderId, String address, String... items) {
        OrderId id = new OrderId(Tenant.ONLY, orderId);
        created.add(id);
        assertThat(
                        orders.handle(
                                id,
                                new CreateOrder(
                                        OrderSamples.CUSTOMER,
                                        Stream.of(items)
                                                .map(item -> OrderSamples.item(item, 2, "1"))
                                                .toList(),
                                        new ShippingAddress(address)),
                                new CommandId("create"),
                                new Precondition.None(),
                                Metadata.NONE))
                .isInstanceOf(CommandResult.Handled.class);
    }

    private void project() {
        projected.project(created);
    }

    private static ShippedItemsQuery query(
            Optional<String> itemId, Optional<TimeRange> shipped, Optional<String> address) {
        return new ShippedItemsQuery(
                Tenant.ONLY, itemId.map(ItemId::new), shipped, address.map(AddressQuery::parse));
    }

    private static ShippedItemsQuery address(String words) {
        return query(Optional.empty(), Optional.empty(), Optional.of(words));
    }

    /** The orders and items of the list, such as {@code o1/i1}. */
    private List<String> list(ShippedItemsQuery query, int limit) {
        return projected.list(query, limit).stream().map(ShippedItemsTest::text).toList();
    }

    private static String text(ShippedItem item) {
        return item.orderId() + "/" + item.itemId();
    }

    @RepeatedTest(30)
    void lists_are_what_the_orders_say(RepetitionInfo repetition) {
        var random = new Random(20_260_403L + repetition.getCurrentRepetition());
        for (int i = 0; i < 60; i++) {
            now = now.plus(Duration.ofHours(random.nextInt(100)));
            ship(
                    "o" + i,
                    random.nextInt(3) + " " + STREETS.get(random.nextInt(STREETS.size())),
                    Stream.generate(() -> "item-" + random.nextInt(4))
                            .limit(random.nextInt(1, 5))
                            .toArray(String[]::new));
        }
        project();
        List<FoldedOrder> folded =
                created.stream().map(id -> new FoldedOrder(id, projected.store)).toList();

        for (int i = 0; i < 20; i++) {
            Instant from = Commits.AT.plus(Duration.ofHours(random.nextInt(2_000)));
            Optional<TimeRange> range =
                    random.nextBoolean()
                            ? Optional.of(
                                    new TimeRange(
                                            from,
                                            from.plus(Duration.ofHours(random.nextInt(3_000)))))
                            : Optional.empty();
            Optional<String> item =
                    random.nextInt(3) == 0 ? Optional.of("item-1") : Optional.empty();
            Optional<String> words =
                    range.isPresent() && random.nextBoolean()
                            ? Optional.empty()
                            : Optional.of(
                                    List.of("m ma", "main", "mil", "elm 1", "ma", "MAN")
                                            .get(random.nextInt(6)));
            ShippedItemsQuery query = query(item, range, words);

            assertThat(list(query, random.nextInt(1, 12)))
                    .as("%s, repetition %d", query, repetition.getCurrentRepetition())
                    .isEqualTo(expected(folded, query));
        }
    }

    private static List<String> expected(List<FoldedOrder> orders, ShippedItemsQuery query) {
        Comparator<FoldedOrder> byTime =
                Comparator.<FoldedOrder, String>comparing(
                                order -> TimestampFormat.format(order.shippedAt()))
                        .thenComparing(order -> order.id.value());
        Optional<String> word =
                query.itemId().isPresent()
                        ? Optional.empty()
                        : query.address().flatMap(AddressQuery::indexed);
        return orders.stream()
                .filter(order -> matches(order, query))
                .sorted(
                        word.map(prefix ->
                                        Comparator.<FoldedOrder, String>comparing(
                                                        order -> lastWord(order, prefix))
                                                .thenComparing(byTime))
                                .orElse(byTime)
                                .reversed())
                .flatMap(order ->
                        order.lines.keySet().stream()
                                .filter(item ->
                                        query.itemId()
                                                .map(wanted -> wanted.value().equals(item))
                                                .orElse(true))
                                .map(item -> order.id + "/" + item))
                .toList();
    }

    private static boolean matches(FoldedOrder order, ShippedItemsQuery query) {
        List<String> words = List.copyOf(AddressWords.in(order.address));
        return query.itemId().map(item -> order.lines.containsKey(item.value())).orElse(true)
                && query.shipped()
                        .map(range ->
                                !order.shippedAt().isBefore(range.from())
                                        && !order.shippedAt().isAfter(range.to()))
                        .orElse(true)
                && query.address().map(AddressQuery::words).orElse(List.of()).stream()
                        .allMatch(prefix -> words.stream().anyMatch(w -> w.startsWith(prefix)));
    }

    private static String lastWord(FoldedOrder order, String prefix) {
        return AddressWords.in(order.address).stream()
                .filter(word -> word.startsWith(prefix))
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    @Test
    void an_item_shows_what_was_shipped() {
        ship("o1", "1 Main St", "i1", "i2", "i1");
        project();

        assertThat(projected.list(address("main"), 10))
                .containsExactly(
                        new ShippedItem(
                                new ItemId("i1"),
                                new OrderId(Tenant.ONLY, "o1"),
                                OrderSamples.CUSTOMER,
                                4,
                                new ShippingAddress("1 Main St"),
                                Commits.AT,
                                false),
                        new ShippedItem(
                                new ItemId("i2"),
                                new OrderId(Tenant.ONLY, "o1"),
                                OrderSamples.CUSTOMER,
                                2,
                                new ShippingAddress("1 Main St"),
                                Commits.AT,
                                false));
    }

    @Test
    void an_order_with_two_words_that_match_is_listed_once() {
        ship("o1", "Main Market", "i1");
        ship("o2", "Map", "i1");
        project();

        assertThat(list(address("ma"), 10)).containsExactly("o1/i1", "o2/i1");
        assertThat(list(address("ma"), 1)).containsExactly("o1/i1", "o2/i1");
    }

    @Test
    void an_order_with_more_items_than_a_page_goes_on_on_the_next() {
        String[] items = IntStream.range(0, 250).mapToObj(i -> "i" + i).toArray(String[]::new);
        ship("o1", "Main", items);
        ship("o2", "Main", "j");
        project();

        assertThat(list(address("main"), 100)).hasSize(251).startsWith("o2/j", "o1/i0");
        assertThat(list(address("main"), 100)).endsWith("o1/i249").doesNotHaveDuplicates();
    }

    @Test
    void orders_of_one_instant_are_listed_by_their_ids() {
        for (String id : List.of("a", "b", "a1", "a-", "B")) {
            ship(id, "Main", "i1");
        }
        project();

        for (int limit = 1; limit < 6; limit++) {
            assertThat(list(query(Optional.of("i1"), Optional.empty(), Optional.empty()), limit))
                    .containsExactly("b/i1", "a1/i1", "a-/i1", "a/i1", "B/i1");
        }
    }

    @Test
    void a_range_of_months_is_listed_from_the_last_to_the_first() {
        for (String at : List.of("2025-12-31", "2026-01-01", "2026-01-31", "2026-02-01")) {
            now = Instant.parse(at + "T12:00:00Z");
            ship(at, "Main", "i1");
        }
        project();

        TimeRange range =
                new TimeRange(
                        Instant.parse("2025-12-31T12:00:00Z"),
                        Instant.parse("2026-02-01T11:59:59.999Z"));
        assertThat(list(query(Optional.empty(), Optional.of(range), Optional.empty()), 2))
                .containsExactly("2026-01-31/i1", "2026-01-01/i1", "2025-12-31/i1");
    }

    @Test
    void a_range_includes_both_ends_and_no_other_millisecond() {
        for (int millis = 0; millis < 5; millis++) {
            now = Commits.AT.plusMillis(millis);
            ship("o" + millis, "Main Market", "i1");
        }
        project();

        Optional<TimeRange> range =
                Optional.of(new TimeRange(Commits.AT.plusMillis(1), Commits.AT.plusMillis(3)));
        for (ShippedItemsQuery query :
                List.of(
                        query(Optional.of("i1"), range, Optional.empty()),
                        query(Optional.empty(), range, Optional.of("ma")),
                        query(Optional.empty(), range, Optional.empty()))) {
            assertThat(list(query, 10)).containsExactly("o3/i1", "o2/i1", "o1/i1");
        }
    }

    @Test
    void a_query_has_an_item_a_time_or_a_word_of_two_characters() {
        assertThatThrownBy(() -> address("1 a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("must have a word of at least two characters");
        assertThatThrownBy(() -> query(Optional.empty(), Optional.empty(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(query(Optional.of("i1"), Optional.empty(), Optional.of("1")).itemId())
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-31T08:15:30.120Z#a1b2c3d4",
                "2026-01-31T08:15:30.120Z#a1b2c3d4\u00012",
                "main#2026-01-31T08:15:30.120Z#a1b2c3d4",
                "main#2026-01-31T08:15:30.120Z$",
                "main#",
                "東京#2026-01-31T08:15:30.120Z#a\u0001999"
            })
    void texts_with_the_form_of_positions_are_recognised(String text) {
        assertThat(ShippedItems.isPosition(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "main",
                "2026-01-31",
                "2026-01-31T08:15:30.120Z",
                "2026-01-31T08:15:30.120Z#",
                "2026-01-31T08:15:30.120Z#a/b",
                "2026-01-31T08:15:30.120Z#a\u0001",
                "2026-01-31T08:15:30.120Z#a\u0001x",
                "2026-01-31T08:15:30.120Z#a\u00011234567890",
                "a b#2026-01-31T08:15:30.120Z#a",
                "a#b#2026-01-31T08:15:30.120Z#a"
            })
    void other_texts_are_no_positions(String text) {
        assertThat(ShippedItems.isPosition(text)).isFalse();
    }
}
