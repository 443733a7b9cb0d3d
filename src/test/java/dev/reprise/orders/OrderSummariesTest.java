package dev.reprise.orders;

import static dev.reprise.orders.OrderSamples.CUSTOMER;
import static dev.reprise.orders.OrderSamples.item;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.StreamVersion;
import dev.reprise.eventstore.Tenant;
import dev.reprise.projections.InMemoryViewStore;
import dev.reprise.projections.InterceptedViewStore.Operation;
import dev.reprise.projections.LiveGeneration;
import dev.reprise.projections.ProjectedRow;
import dev.reprise.projections.ProjectedView;
import dev.reprise.projections.ProjectionPage;
import dev.reprise.projections.RowKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Finding and listing orders in the read model. */
class OrderSummariesTest extends OrderSummariesFixture {

    private static final OrderQuery OPEN = new OrderQuery.OfStatus(Tenant.ONLY, OrderStatus.OPEN);
    private static final OrderQuery OF_CUSTOMER =
            new OrderQuery.OfCustomer(Tenant.ONLY, CUSTOMER, Optional.empty());
    private static final Optional<String> FIRST_PAGE = Optional.empty();

    /** Stores a row with outdated index entries, as if the indexes were behind. */
    private void putStale(ProjectedView<Order> indexed, ProjectedView<Order> current) {
        put(current, entries(indexed));
    }

    /** The ids on each page. */
    private List<String> pages(OrderQuery query, int limit) {
        List<String> pages = new ArrayList<>();
        Optional<String> cursor = FIRST_PAGE;
        do {
            ProjectionPage<Order> page = summaries.list(query, cursor, limit);
            pages.add(
                    String.join(" ", page.views().stream().map(row -> row.stream().id()).toList()));
            cursor = page.next();
        } while (cursor.isPresent());
        return pages;
    }

    @Test
    void an_order_is_found_by_its_id() {
        ProjectedView<Order> order = put(open("a", 0));
        assertThat(summaries.reader().find(order.stream())).contains(order);
        assertThat(summaries.reader().find(new OrderId(Tenant.ONLY, "b").stream())).isEmpty();
    }

    @Test
    void an_order_whose_first_commit_is_parked_is_not_found() {
        OrderId id = new OrderId(Tenant.ONLY, "a");
        rows.put(
                new ProjectedRow(
                        new RowKey(projection.name(), 1, id.stream()),
                        StreamVersion.NONE,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Optional.of(
                                new ProjectedRow.Parked(
                                        1, ProjectedRow.Parked.Reason.DAMAGED, 1, "no JSON"))));
        assertThat(summaries.reader().find(id.stream())).isEmpty();
    }

    @Test
    void a_damaged_row_is_not_found_and_not_listed() {
        put(open("a", 1));
        ProjectedView<Order> damaged = put(open("b", 2));
        RowKey key = new RowKey(projection.name(), 1, damaged.stream());
        ProjectedRow row = rows.row(key).orElseThrow();
        rows.put(
                new ProjectedRow(
                        key,
                        row.version(),
                        row.updatedAt(),
                        row.hash(),
                        Optional.of("garbage"),
                        row.indexEntries(),
                        row.parked()));
        assertThat(summaries.reader().find(damaged.stream())).isEmpty();
        assertThat(pages(OPEN, 10)).containsExactly("a");
    }

    @Test
    void orders_of_all_shards_are_listed_from_the_newest_created() {
        for (int i = 0; i < 10; i++) {
            put(open("order-" + i, 10 - i));
        }
        assertThat(pages(OPEN, 20))
                .containsExactly(
                        "order-0 order-1 order-2 order-3 order-4 order-5 order-6 order-7 order-8"
                                + " order-9");
        assertThat(pages(OF_CUSTOMER, 20)).isEqualTo(pages(OPEN, 20));
    }

    @Test
    void orders_created_at_the_same_instant_are_listed_by_id() {
        for (int i = 0; i < 8; i++) {
            put(open("order-" + i, 0));
        }
        assertThat(pages(OPEN, 3))
                .containsExactly(
                        "order-7 order-6 order-5", "order-4 order-3 order-2", "order-1 order-0");
        assertThat(pages(OF_CUSTOMER, 3)).isEqualTo(pages(OPEN, 3));
    }

    @Test
    void a_last_page_that_is_full_has_no_next() {
        put(open("a", 1));
        put(open("b", 2));
        put(open("c", 3));
        put(open("d", 4));
        assertThat(pages(OPEN, 4)).containsExactly("d c b a");
        assertThat(pages(OPEN, 2)).containsExactly("d c", "b a");
        assertThat(pages(OF_CUSTOMER, 3)).containsExactly("d c b", "a");
        assertThat(pages(OF_CUSTOMER, 1)).containsExactly("d", "c", "b", "a");
    }

    @Test
    void without_orders_there_is_one_empty_page() {
        assertThat(summaries.list(OPEN, FIRST_PAGE, 10))
                .isEqualTo(new ProjectionPage<>(List.of(), Optional.empty()));
    }

    @Test
    void a_page_continues_after_its_cursor_when_newer_orders_are_added() {
        put(open("a", 1));
        put(open("b", 2));
        put(open("c", 3));
        ProjectionPage<Order> first = summaries.list(OPEN, FIRST_PAGE, 2);
        put(open("d", 4));
        ProjectionPage<Order> second = summaries.list(OPEN, first.next(), 2);
        assertThat(second.views()).containsExactly(open("a", 1));
        assertThat(second.next()).isEmpty();
    }

    @Test
    void orders_are_listed_by_customer_and_by_status() {
        CustomerId other = new CustomerId("user1234");
        put(order("a", CUSTOMER, OrderStatus.OPEN, 1));
        put(order("b", other, OrderStatus.OPEN, 2));
        put(order("c", CUSTOMER, OrderStatus.SHIPPED, 3));
        put(order("d", CUSTOMER, OrderStatus.CANCELLED, 4));
        put(order("e", CUSTOMER, OrderStatus.OPEN, 5));

        assertThat(pages(OF_CUSTOMER, 10)).containsExactly("e d c a");
        assertThat(pages(new OrderQuery.OfCustomer(Tenant.ONLY, other, Optional.empty()), 10))
                .containsExactly("b");
        assertThat(pages(of(OrderStatus.OPEN), 10)).containsExactly("e a");
        assertThat(pages(of(OrderStatus.OPEN), 1)).containsExactly("e", "a");
        assertThat(pages(of(OrderStatus.SHIPPED), 10)).containsExactly("c");
        assertThat(pages(OPEN, 10)).containsExactly("e b a");
    }

    private static OrderQuery of(OrderStatus status) {
        return new OrderQuery.OfCustomer(Tenant.ONLY, CUSTOMER, Optional.of(status));
    }

    @Test
    void an_order_is_not_listed_at_an_outdated_index_entry() {
        put(open("a", 1));
        putStale(open("b", 2), order("b", CUSTOMER, OrderStatus.SHIPPED, 2));
        put(open("c", 3));
        putStale(open("d", 4), order("d", CUSTOMER, OrderStatus.SHIPPED, 4));
        assertThat(pages(OPEN, 2)).containsExactly("c a");
        assertThat(pages(OPEN, 1)).containsExactly("c", "a");
    }

    @Test
    void an_index_entry_without_its_row_is_skipped() {
        put(open("a", 1));
        ProjectedView<Order> gone = put(open("b", 2));
        views.after((operation, _) -> {
            if (operation == Operation.FIND) {
                rows.remove(new RowKey(projection.name(), 1, gone.stream()));
            }
        });
        assertThat(pages(OPEN, 2)).containsExactly("a");
    }

    @Test
    void at_most_a_thousand_rows_are_read_for_a_page() {
        for (int i = 0; i < 1_500; i++) {
            putStale(open("o" + i, i), order("o" + i, CUSTOMER, OrderStatus.SHIPPED, i));
        }
        ProjectedView<Order> oldest = put(open("oldest", -1));

        ProjectionPage<Order> first = summaries.list(OPEN, FIRST_PAGE, 50);
        assertThat(first.views()).isEmpty();
        ProjectionPage<Order> second = summaries.list(OPEN, first.next(), 50);
        assertThat(first.next()).isPresent();
        assertThat(second).isEqualTo(new ProjectionPage<>(List.of(oldest), Optional.empty()));
    }

    @Test
    void at_most_two_hundred_rows_are_read_for_a_page_with_a_filter() {
        for (int i = 0; i < 450; i++) {
            put(order("o" + i, CUSTOMER, OrderStatus.SHIPPED, i));
        }
        put(open("oldest", -1));
        AtomicInteger rowsRead = new AtomicInteger();
        views.before((operation, keys) -> {
            if (operation == Operation.READ_ALL) {
                rowsRead.addAndGet(keys.size());
            }
        });

        ProjectionPage<Order> first = summaries.list(of(OrderStatus.OPEN), FIRST_PAGE, 200);
        assertThat(first.views()).isEmpty();
        assertThat(first.next()).isPresent();
        assertThat(rowsRead).hasValue(200);
        assertThat(pages(of(OrderStatus.OPEN), 50)).containsExactly("", "", "oldest");
    }

    @Test
    void a_page_with_a_filter_reads_fewer_large_rows() {
        List<OrderLine> lines =
                IntStream.range(0, 1_000)
                        .mapToObj(i -> item("i".repeat(120) + i, 1, "1"))
                        .map(item -> new OrderLine(item.itemId(), 1, item.price()))
                        .toList();
        for (int i = 0; i < 150; i++) {
            put(order("o" + i, CUSTOMER, OrderStatus.SHIPPED, i, lines));
        }
        AtomicInteger rowsRead = new AtomicInteger();
        views.before((operation, keys) -> {
            if (operation == Operation.READ_ALL) {
                rowsRead.addAndGet(keys.size());
            }
        });
        ProjectionPage<Order> page = summaries.list(of(OrderStatus.OPEN), FIRST_PAGE, 50);
        assertThat(page.next()).isPresent();
        assertThat(rowsRead).hasValue(50);
    }

    @Test
    void large_orders_make_a_page_shorter() {
        List<OrderLine> lines =
                IntStream.range(0, 1_000)
                        .mapToObj(i -> item("i".repeat(120) + i, 1, "1"))
                        .map(item -> new OrderLine(item.itemId(), 1, item.price()))
                        .toList();
        for (int i = 0; i < 60; i++) {
            put(order("o" + i, CUSTOMER, OrderStatus.OPEN, i, lines));
        }
        long characters =
                projection
                        .encode(order("o1", CUSTOMER, OrderStatus.OPEN, 1, lines).view())
                        .length();

        List<ProjectedView<Order>> listed = new ArrayList<>();
        Optional<String> cursor = FIRST_PAGE;
        do {
            ProjectionPage<Order> page = summaries.list(OPEN, cursor, 50);
            assertThat(page.views().size() * characters).isLessThan(4_500_000);
            assertThat(page.views()).isNotEmpty();
            listed.addAll(page.views());
            cursor = page.next();
        } while (cursor.isPresent());
        assertThat(listed).hasSize(60).doesNotHaveDuplicates();
    }

    @Test
    void a_page_is_read_from_one_generation() {
        put(open("a", 1));
        put(open("b", 2));
        summaries.reader().find(new OrderId(Tenant.ONLY, "a").stream());
        views.after((operation, _) -> {
            if (operation == Operation.READ_ALL) {
                rows.set(projection.name(), InMemoryViewStore.live(2, projection.schemaVersion()));
                now = now.plus(LiveGeneration.MAX_AGE).plusSeconds(1);
            }
        });
        assertThat(pages(OPEN, 10)).containsExactly("b a");
    }
}
