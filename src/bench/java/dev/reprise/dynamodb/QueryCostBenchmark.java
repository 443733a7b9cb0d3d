package dev.reprise.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.bench.MarkdownTable;
import dev.reprise.bench.Numbers;
import dev.reprise.eventstore.Load.Consistency;
import dev.reprise.eventstore.Tenant;
import dev.reprise.http.ProblemException;
import dev.reprise.orders.CustomerId;
import dev.reprise.orders.ItemId;
import dev.reprise.orders.OrderId;
import dev.reprise.orders.OrderQuery;
import dev.reprise.orders.OrderStatus;
import dev.reprise.orders.ShippedItemsQuery;
import dev.reprise.values.DayRange;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Counts the requests and read units of queries, in a process that knows which generation is live.
 * A query over its goal fails the run; the others are still measured and printed.
 */
class QueryCostBenchmark {

    private static final QueriedOrders QUERIED = new QueriedOrders();
    private static final MarkdownTable TABLE =
            new MarkdownTable("query", "requests (goal)", "read units (goal)");

    @AfterAll
    static void print() throws IOException {
        QUERIED.close();
        Numbers.add(
                "What a query costs",
                "Counted between the SDK and DynamoDB Local: measured, with the goal in parentheses."
                        + " Orders take less than 4 KB, and their commits about 330 bytes. DynamoDB"
                        + " Local counts nothing for a read that finds nothing; DynamoDB bills half"
                        + " a unit, or one if the read is strong.",
                TABLE);
    }

    @TestFactory
    Stream<DynamicTest> a_query_costs_what_it_may() {
        OrderId order = QUERIED.create("ann");
        QUERIED.project();
        QUERIED.fillWith("bob", 1_000);
        QUERIED.shipSome("eve", 200);
        OrderId behind = QUERIED.create("ann");
        OrderId longOrder = QUERIED.withCommands(10_000);
        Instant middle =
                QUERIED.events().commitAtOrBefore(longOrder.stream(), 5_000).orElseThrow().at();
        QUERIED.learnGenerations();
        return Stream.of(
                row("an order", 1, 0.5, () -> QUERIED.find(order, null)),
                row(
                        "an order that the read model does not have at `minVersion`",
                        2,
                        1.5,
                        () -> QUERIED.find(behind, "1")),
                row(
                        "an order that does not exist",
                        2,
                        1.5,
                        () ->
                                refused(() ->
                                        QUERIED.find(new OrderId(Tenant.ONLY, "nowhere"), "1"))),
                row(
                        "an order at version 5,000 of 10,000",
                        1,
                        8,
                        () -> QUERIED.at(longOrder, 5_000)),
                row(
                        "an order at an instant, in the middle of 10,000 events",
                        6,
                        400,
                        () -> QUERIED.at(longOrder, middle)),
                row(
                        "50 events of 10,000, the oldest",
                        3,
                        6,
                        () -> QUERIED.events(longOrder, 0, 50)),
                row(
                        "50 events of 10,000, from the middle",
                        3,
                        6,
                        () -> QUERIED.events(longOrder, 5_000, 50)),
                row(
                        "50 events of 10,000, the newest first",
                        3,
                        6,
                        () -> QUERIED.eventsBackwards(longOrder, 50)),
                row("50 orders of a customer", 2, 30, () -> list(ofCustomer(null))),
                row(
                        "50 orders with a status",
                        33,
                        50,
                        () -> list(new OrderQuery.OfStatus(Tenant.ONLY, OrderStatus.OPEN))),
                row(
                        "orders of a customer with a status, of which none is found among 1,000",
                        9,
                        110,
                        () -> list(ofCustomer(OrderStatus.CANCELLED))),
                row(
                        "a list that waits two seconds in vain",
                        8,
                        5,
                        () -> refused(() -> QUERIED.listWith(behind, "1"))),
                row("50 shipped items, of one item", 3, 40, () -> shipped(50)),
                row(
                        "sales of 30 days",
                        16,
                        16,
                        () ->
                                QUERIED.sales()
                                        .perDay(
                                                Tenant.ONLY,
                                                Optional.empty(),
                                                days(),
                                                Consistency.EVENTUAL)),
                row(
                        "the totals of a customer",
                        1,
                        0.5,
                        () ->
                                QUERIED.sales()
                                        .ofCustomer(
                                                Tenant.ONLY,
                                                new CustomerId("eve"),
                                                Consistency.EVENTUAL)),
                row(
                        "one call that verifies 1,000 commits of 10,000",
                        7,
                        110,
                        () -> QUERIED.verify(longOrder.stream())),
                row(
                        "the next call, with its snapshots",
                        9,
                        220,
                        () -> QUERIED.verifyWithSnapshots(longOrder.stream(), 1_000)));
    }

    private static DynamicTest row(String query, int requests, double units, Runnable call) {
        return DynamicTest.dynamicTest(
                query,
                () -> {
                    QUERIED.log().clear();
                    call.run();
                    Cost cost = Cost.of(QUERIED.log());
                    TABLE.row(
                            query,
                            cost.requests() + " (" + requests + ")",
                            shown(cost.readUnits()) + " (" + shown(units) + ")");
                    assertThat(cost)
                            .matches(
                                    measured -> measured.isWithin(new Cost(requests, units, 0)),
                                    "is within " + requests + " requests and " + units + " units");
                });
    }

    private static String shown(double units) {
        return units == Math.rint(units) ? String.valueOf((long) units) : String.valueOf(units);
    }

    private static void refused(Runnable query) {
        try {
            query.run();
            throw new AssertionError("the query is answered");
        } catch (ProblemException _) {
            // It is refused after all that it reads.
        }
    }

    private static OrderQuery ofCustomer(@Nullable OrderStatus status) {
        return new OrderQuery.OfCustomer(
                Tenant.ONLY, new CustomerId("bob"), Optional.ofNullable(status));
    }

    private static void list(OrderQuery query) {
        QUERIED.summaries().list(query, Optional.empty(), 50);
    }

    private static void shipped(int limit) {
        QUERIED.shippedItems()
                .list(
                        new ShippedItemsQuery(
                                Tenant.ONLY,
                                Optional.of(new ItemId("novel")),
                                Optional.empty(),
                                Optional.empty()),
                        Optional.empty(),
                        limit,
                        Consistency.EVENTUAL);
    }

    private static DayRange days() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        return new DayRange(today.minusDays(29), today);
    }
}
