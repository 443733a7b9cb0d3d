package dev.reprise.orders;

import static dev.reprise.orders.OrderSamples.ADDRESS;
import static dev.reprise.orders.OrderSamples.CUSTOMER;

import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.projections.InMemoryViewStore;
import dev.reprise.projections.IndexEntry;
import dev.reprise.projections.InterceptedViewStore;
import dev.reprise.projections.ProjectedRow;
import dev.reprise.projections.RowKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Rows of orders, and their index entries, as a test wants them. */
abstract class OrderSummariesFixture {

    private static final List<OrderLine> NO_LINES = List.of();

    final OrderSummariesProjection projection = new OrderSummariesProjection();
    final InMemoryViewStore rows = new InMemoryViewStore();
    final InterceptedViewStore views = new InterceptedViewStore(rows);
    final OrderSummaries summaries = new OrderSummaries(views, () -> this.now);
    Instant now = Commits.AT;

    static OrderSummary order(String id, CustomerId customer, OrderStatus status, int createdAt) {
        return order(id, customer, status, createdAt, NO_LINES);
    }

    static OrderSummary order(
            String id,
            CustomerId customer,
            OrderStatus status,
            int createdAt,
            List<OrderLine> lines) {
        return new OrderSummary(
                new OrderId(id),
                customer,
                status,
                new OrderLines(lines),
                status == OrderStatus.SHIPPED ? Optional.of(ADDRESS) : Optional.empty(),
                status == OrderStatus.CANCELLED
                        ? Optional.of(OrderSamples.REASON)
                        : Optional.empty(),
                new StreamVersion(3),
                Commits.AT.plusMillis(createdAt),
                Commits.AT.plusMillis(createdAt + 5));
    }

    static OrderSummary open(String id, int createdAt) {
        return order(id, CUSTOMER, OrderStatus.OPEN, createdAt);
    }

    OrderSummary put(OrderSummary order) {
        put(order, projection.indexEntries(order));
        return order;
    }

    void put(OrderSummary order, List<IndexEntry> entries) {
        put(1, order, entries);
    }

    void put(int generation, OrderSummary order, List<IndexEntry> entries) {
        rows.put(
                new ProjectedRow(
                        new RowKey(projection.name(), generation, order.orderId().stream()),
                        order.version(),
                        Optional.of(Commits.digest("commit")),
                        Optional.of(projection.encode(order)),
                        entries,
                        Optional.empty()));
    }
}
