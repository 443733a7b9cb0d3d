package dev.reprise.orders;

import static dev.reprise.orders.OrderSamples.CUSTOMER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.StreamVersion;
import dev.reprise.eventstore.Tenant;
import dev.reprise.projections.InterceptedViewStore.Operation;
import dev.reprise.projections.Patience;
import dev.reprise.projections.ProjectedView;
import dev.reprise.projections.ProjectionPage;
import dev.reprise.projections.ProjectionReader.Listing;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Waiting for a list to show an order at a version. The rows here are at version 3. */
class OrderSummariesAwaitListTest extends OrderSummariesFixture {

    private static final Listing<Order> OF_CUSTOMER =
            OrderSummaries.listing(
                    new OrderQuery.OfCustomer(Tenant.ONLY, CUSTOMER, Optional.empty()));
    private static final Listing<Order> OPEN_OF_CUSTOMER =
            OrderSummaries.listing(
                    new OrderQuery.OfCustomer(
                            Tenant.ONLY, CUSTOMER, Optional.of(OrderStatus.OPEN)));
    private static final StreamVersion THREE = new StreamVersion(3);
    private static final StreamVersion FOUR = new StreamVersion(4);
    private static final Optional<String> FIRST_PAGE = Optional.empty();
    private static final Patience LONG = Patience.ofMillis(1, 1, 1, 1, 1);

    private static List<String> ids(ProjectionPage<Order> page) {
        return page.views().stream().map(row -> row.stream().id()).toList();
    }

    private Optional<List<String>> awaitListed(
            String id, StreamVersion version, Listing<Order> listing, Patience patience) {
        return summaries
                .reader()
                .awaitListed(
                        new OrderId(Tenant.ONLY, id).stream(),
                        version,
                        listing,
                        FIRST_PAGE,
                        50,
                        patience,
                        () -> {})
                .map(OrderSummariesAwaitListTest::ids);
    }

    /** Runs before the nth call of an operation. */
    private AtomicInteger before(Operation operation, int nth, Runnable action) {
        AtomicInteger calls = new AtomicInteger();
        views.before((called, _) -> {
            if (called == operation && calls.incrementAndGet() == nth) {
                action.run();
            }
        });
        return calls;
    }

    @Test
    void a_list_that_shows_the_order_is_returned_at_once() {
        put(open("a", 0));
        put(open("b", 1));
        assertThat(awaitListed("a", THREE, OF_CUSTOMER, Patience.NONE)).hasValue(List.of("b", "a"));
    }

    @Test
    void a_list_is_returned_once_the_row_has_reached_the_version() {
        put(open("b", 1));
        before(Operation.READ, 4, () -> put(open("a", 0)));
        assertThat(awaitListed("a", THREE, OF_CUSTOMER, LONG)).hasValue(List.of("b", "a"));
    }

    @Test
    void a_row_is_shown_in_its_place_although_the_index_does_not_show_it_yet() {
        put(open("a", 0));
        put(open("b", 1), List.of());
        put(open("c", 2));
        AtomicInteger finds = before(Operation.FIND, 0, () -> {});
        assertThat(awaitListed("b", THREE, OF_CUSTOMER, Patience.NONE))
                .hasValue(List.of("c", "b", "a"));
        assertThat(finds).hasValue(1);
    }

    @Test
    void a_row_that_the_index_does_not_show_yet_takes_the_place_of_the_last_one_on_a_full_page() {
        put(open("a", 0));
        put(open("b", 1));
        put(open("c", 2), List.of());
        Optional<ProjectionPage<Order>> page = awaitPage("c", FIRST_PAGE, 2);
        assertThat(page.map(OrderSummariesAwaitListTest::ids)).hasValue(List.of("c", "b"));
        assertThat(ids(summaries.reader().list(OF_CUSTOMER, page.orElseThrow().next(), 2)))
                .containsExactly("a");
    }

    @Test
    void a_row_is_shown_as_it_was_awaited_although_the_page_has_an_older_one() {
        put(open("b", 1));
        ProjectedView<Order> newer = atVersion(4, open("a", 0));
        readAfterAwait(newer, put(open("a", 0)));
        Optional<ProjectionPage<Order>> page = awaitPage("a", FIRST_PAGE, 50);
        assertThat(page.orElseThrow().views()).containsExactly(open("b", 1), newer);
    }

    @Test
    void a_row_is_left_out_if_only_an_older_one_belongs_in_the_page() {
        put(open("b", 1));
        readAfterAwait(
                atVersion(4, order("a", CUSTOMER, OrderStatus.SHIPPED, 0)), put(open("a", 0)));
        assertThat(awaitListed("a", FOUR, OPEN_OF_CUSTOMER, Patience.NONE)).hasValue(List.of("b"));
    }

    /** Shows one row of an order to the call that waits, and an older one to the page. */
    private void readAfterAwait(ProjectedView<Order> awaited, ProjectedView<Order> older) {
        put(awaited, entries(older));
        before(Operation.READ_ALL, 1, () -> put(older));
    }

    private static ProjectedView<Order> atVersion(long version, ProjectedView<Order> order) {
        return new ProjectedView<>(
                order.stream(),
                order.view(),
                new StreamVersion(version),
                order.updatedAt(),
                order.parked());
    }

    private Optional<ProjectionPage<Order>> awaitPage(
            String id, Optional<String> after, int limit) {
        return summaries
                .reader()
                .awaitListed(
                        new OrderId(Tenant.ONLY, id).stream(),
                        THREE,
                        OF_CUSTOMER,
                        after,
                        limit,
                        Patience.NONE,
                        () -> {});
    }

    @Test
    void a_row_that_does_not_reach_the_version_in_time_is_not_listed() {
        put(open("a", 0));
        assertThat(awaitListed("a", FOUR, OF_CUSTOMER, Patience.NONE)).isEmpty();
        assertThat(awaitListed("b", THREE, OF_CUSTOMER, Patience.NONE)).isEmpty();
    }

    @Test
    void an_order_that_does_not_belong_in_the_list_is_only_waited_for() {
        put(order("a", CUSTOMER, OrderStatus.SHIPPED, 0));
        put(order("c", new CustomerId("another"), OrderStatus.OPEN, 0));
        put(open("b", 1));
        assertThat(awaitListed("a", THREE, OPEN_OF_CUSTOMER, Patience.NONE)).hasValue(List.of("b"));
        assertThat(awaitListed("c", THREE, OF_CUSTOMER, Patience.NONE)).hasValue(List.of("b", "a"));
        assertThat(awaitListed("a", FOUR, OPEN_OF_CUSTOMER, Patience.NONE)).isEmpty();
    }

    @Test
    void an_order_of_another_page_is_not_waited_for_in_this_page() {
        for (int i = 0; i < 5; i++) {
            put(open("order-" + i, i));
        }
        Optional<String> position = FIRST_PAGE;
        for (String expected : List.of("order-4", "order-3", "order-2", "order-1", "order-0")) {
            for (int i = 0; i < 5; i++) {
                Optional<ProjectionPage<Order>> page =
                        summaries
                                .reader()
                                .awaitListed(
                                        new OrderId(Tenant.ONLY, "order-" + i).stream(),
                                        THREE,
                                        OF_CUSTOMER,
                                        position,
                                        1,
                                        Patience.NONE,
                                        () -> {});
                assertThat(page.map(OrderSummariesAwaitListTest::ids))
                        .as("order-%s on the page of %s", i, expected)
                        .hasValue(List.of(expected));
            }
            position = summaries.reader().list(OF_CUSTOMER, position, 1).next();
        }
    }

    @Test
    void a_list_is_returned_once_any_order_in_it_has_the_version() {
        AtomicInteger finds = before(Operation.FIND, 3, () -> put(open("a", 0)));
        ProjectionPage<Order> page =
                summaries.reader().awaitAny(THREE, OF_CUSTOMER, FIRST_PAGE, 50, LONG);
        assertThat(ids(page)).containsExactly("a");
        assertThat(finds).hasValue(3);
    }

    @Test
    void a_list_without_an_order_at_the_version_is_returned_as_it_is() {
        put(open("a", 0));
        ProjectionPage<Order> page =
                summaries.reader().awaitAny(FOUR, OF_CUSTOMER, FIRST_PAGE, 50, Patience.NONE);
        assertThat(ids(page)).containsExactly("a");
    }

    @Test
    void an_interrupt_ends_the_waiting_and_is_kept() {
        Thread.currentThread().interrupt();
        assertThat(awaitListed("a", THREE, OF_CUSTOMER, LONG)).isEmpty();
        assertThat(Thread.interrupted()).isTrue();
    }
}
