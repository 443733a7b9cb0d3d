package dev.reprise.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.RunsBesideQuarkus;
import dev.reprise.eventstore.Load.Consistency;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.Tenant;
import dev.reprise.eventstore.Verification;
import dev.reprise.http.ProblemException;
import dev.reprise.orders.CustomerId;
import dev.reprise.orders.ItemId;
import dev.reprise.orders.Order;
import dev.reprise.orders.OrderId;
import dev.reprise.orders.OrderQuery;
import dev.reprise.orders.OrderStatus;
import dev.reprise.orders.ShippedItemsQuery;
import dev.reprise.projections.Patience;
import dev.reprise.projections.ProjectionPage;
import dev.reprise.values.DayRange;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** The requests that a query takes once the process knows which generation is live. */
@RunsBesideQuarkus
class QueryRequestsIT {

    private final QueriedOrders queried = new QueriedOrders();
    private final RequestLog log = queried.log();
    private final OrderId order = queried.create("ann");

    QueryRequestsIT() {
        queried.project();
        queried.learnGenerations();
    }

    @AfterEach
    void close() {
        queried.close();
    }

    private static void assertProblem(Runnable query, String detail) {
        assertThatThrownBy(query::run)
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(detail);
    }

    /** How each read of the log was asked for. */
    private List<Boolean> consistentReads() {
        return Stream.of(
                        log.requests(GetItemRequest.class).stream()
                                .map(GetItemRequest::consistentRead),
                        log.requests(QueryRequest.class).stream().map(QueryRequest::consistentRead),
                        log.requests(BatchGetItemRequest.class).stream()
                                .flatMap(batch -> batch.requestItems().values().stream())
                                .map(KeysAndAttributes::consistentRead))
                .flatMap(reads -> reads)
                .map(Boolean.TRUE::equals)
                .toList();
    }

    @Test
    void an_order_takes_half_a_unit() {
        assertThat(queried.find(order, null).version().value()).isEqualTo(1);
        assertThat(log.names()).containsExactly("GetItem");
        assertThat(log.units()).containsExactly(0.5);
    }

    @Test
    void an_order_that_the_read_model_has_at_the_version_takes_half_a_unit() {
        assertThat(queried.find(order, "1").version().value()).isEqualTo(1);
        assertThat(log.units()).containsExactly(0.5);
    }

    @Test
    void an_order_that_the_read_model_does_not_have_at_the_version_is_replayed_at_once() {
        queried.addItem(order);
        log.clear();
        assertThat(queried.find(order, "2").version().value()).isEqualTo(2);
        assertThat(log.names()).containsExactly("GetItem", "Query");
        assertThat(log.units()).containsExactly(0.5, 1.0);
        assertThat(consistentReads()).containsExactly(false, true);
    }

    @Test
    void an_order_that_does_not_exist_is_a_404_after_two_reads() {
        assertProblem(
                () -> queried.find(new OrderId(Tenant.ONLY, "nowhere"), "1"), "there is no order");
        assertThat(log.names()).containsExactly("GetItem", "Query");
    }

    @Test
    void a_dry_run_of_an_order_in_memory_takes_a_strong_read_and_puts_nothing() {
        assertThat(queried.dryRunOfAddItem(order).wouldRecord()).hasSize(1);
        assertThat(log.names()).containsExactly("Query");
        assertThat(consistentReads()).containsExactly(true);
    }

    @Test
    void an_order_that_has_no_such_version_is_a_412_after_two_reads() {
        assertProblem(() -> queried.find(order, "9"), "is at version 1, not yet at 9");
        assertThat(log.names()).containsExactly("GetItem", "Query");
    }

    @Test
    void a_list_that_waits_for_what_does_not_exist_asks_for_the_tail_once() {
        assertProblem(
                () -> queried.listWith(new OrderId(Tenant.ONLY, "nowhere"), "1"),
                "there is no order");
        assertThat(log.names()).containsExactly("GetItem", "Query");
        assertThat(consistentReads()).containsExactly(false, true);
        log.clear();
        assertProblem(() -> queried.listWith(order, "9"), "is at version 1, not yet at 9");
        assertThat(log.names()).containsExactly("GetItem", "Query");
    }

    @Test
    void a_list_that_waits_in_vain_takes_eight_reads() {
        queried.addItem(order);
        log.clear();
        assertProblem(() -> queried.listWith(order, "2"), "the list does not show");
        assertThat(Collections.frequency(log.names(), "GetItem"))
                .isEqualTo(1 + Patience.FOR_A_ROW.pauses().size());
        assertThat(Collections.frequency(log.names(), "Query")).isEqualTo(1);
        assertThat(log.names()).hasSize(8);
        assertThat(log.units().stream().mapToDouble(Double::doubleValue).sum()).isEqualTo(4.5);
    }

    @Test
    void another_read_model_that_is_waited_for_in_vain_takes_eight_reads() {
        queried.addItem(order);
        queried.learnGenerations();
        assertProblem(() -> queried.awaitSales(order, "2"), "the read model does not have");
        assertThat(log.names()).hasSize(8);
    }

    @Test
    void a_list_that_need_not_wait_reads_the_row_and_the_page() {
        assertThat(queried.listWith(order, "1").views()).hasSize(1);
        assertThat(log.names()).containsExactly("GetItem", "Query", "BatchGetItem");
        assertThat(consistentReads()).containsExactly(false, false, false);
    }

    @Test
    void a_list_without_an_order_looks_at_its_page_three_times_at_most() {
        assertThat(queried.listAny("9").views()).hasSize(1);
        assertThat(log.names())
                .containsExactly(
                        "Query", "BatchGetItem", "Query", "BatchGetItem", "Query", "BatchGetItem");
    }

    @Test
    void lists_and_totals_are_read_eventually_unless_somebody_waited_for_them() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        DayRange days = new DayRange(today.minusDays(1), today);
        ShippedItemsQuery items =
                new ShippedItemsQuery(
                        Tenant.ONLY,
                        Optional.of(new ItemId("novel")),
                        Optional.empty(),
                        Optional.empty());
        for (Consistency consistency : Consistency.values()) {
            log.clear();
            queried.sales().perDay(Tenant.ONLY, Optional.empty(), days, consistency);
            queried.sales().ofCustomer(Tenant.ONLY, new CustomerId("ann"), consistency);
            queried.shippedItems().list(items, Optional.empty(), 10, consistency);
            assertThat(consistentReads())
                    .isNotEmpty()
                    .containsOnly(consistency == Consistency.STRONG);
        }
        log.clear();
        queried.summaries()
                .list(new OrderQuery.OfStatus(Tenant.ONLY, OrderStatus.OPEN), Optional.empty(), 10);
        assertThat(consistentReads()).isNotEmpty().containsOnly(false);
    }

    @Test
    void the_generation_that_is_live_is_read_eventually() {
        queried.restart();
        queried.find(order, null);
        assertThat(log.names()).containsExactly("GetItem", "GetItem");
        assertThat(consistentReads()).containsExactly(false, false);
    }

    @Test
    void rows_that_verification_compares_are_read_strongly() {
        queried.verify(new StreamName("order", order.value()));
        assertThat(consistentReads()).isNotEmpty().containsOnly(true);
    }

    @Test
    void a_page_of_a_customers_orders_with_a_status_reads_at_most_two_hundred_orders() {
        queried.fillWith("bob", 250);
        OrderQuery query =
                new OrderQuery.OfCustomer(
                        Tenant.ONLY, new CustomerId("bob"), Optional.of(OrderStatus.SHIPPED));
        ProjectionPage<Order> page = queried.summaries().list(query, Optional.empty(), 50);
        assertThat(page.views()).isEmpty();
        assertThat(page.next()).isPresent();
        assertThat(Collections.frequency(log.names(), "BatchGetItem")).isEqualTo(4);
        assertThat(Collections.frequency(log.names(), "Query")).isLessThanOrEqualTo(5);
        assertThat(unitsOf("BatchGetItem")).isEqualTo(100);
        assertThat(unitsOf("Query")).isLessThanOrEqualTo(10);
    }

    private double unitsOf(String request) {
        double units = 0;
        for (int i = 0; i < log.names().size(); i++) {
            units += log.names().get(i).equals(request) ? log.units().get(i) : 0;
        }
        return units;
    }

    @Test
    void a_page_of_events_reads_about_what_it_shows() {
        OrderId longOrder = queried.withEvents(2_000, 1);
        for (long after : new long[] {0, 999, 1_800}) {
            assertThat(queried.events(longOrder, after, 50)).hasSize(50);
            assertThat(log.names())
                    .as("after %s", after)
                    .containsExactly("Query", "Query", "Query");
            assertThat(unitsOf("Query")).isLessThanOrEqualTo(eventUnits(56) + 1.5);
            log.clear();
        }
        assertThat(queried.eventsBackwards(longOrder, 50)).hasSize(50);
        assertThat(log.names()).containsExactly("Query", "Query", "Query");
        assertThat(unitsOf("Query")).isLessThanOrEqualTo(eventUnits(56) + 1.5);
    }

    /** The read units of so many commits of one event of this test, read strongly. */
    private static double eventUnits(int commits) {
        return commits * 330 / 4_096.0;
    }

    @Test
    void a_page_of_events_does_not_read_many_commits_if_each_has_many_events() {
        OrderId longOrder = queried.withEvents(1_000, 20);
        assertThat(queried.events(longOrder, 0, 50)).hasSize(50);
        assertThat(log.names()).containsExactly("Query");
        assertThat(log.requests(QueryRequest.class).getFirst().limit()).isEqualTo(8);
    }

    @Test
    void a_verification_call_reads_at_most_a_thousand_commits() {
        OrderId longOrder = queried.withEvents(2_500, 1);
        Verification part = queried.verify(longOrder.stream());
        assertThat(part)
                .isInstanceOfSatisfying(
                        Verification.Unfinished.class,
                        unfinished -> assertThat(unfinished.soFar().commits()).isEqualTo(1_000));
        assertThat(Collections.frequency(log.names(), "Query")).isEqualTo(1);
    }
}
