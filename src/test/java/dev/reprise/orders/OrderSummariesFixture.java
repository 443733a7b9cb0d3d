package dev.reprise.orders;

import static dev.reprise.orders.OrderSamples.ADDRESS;
import static dev.reprise.orders.OrderSamples.CUSTOMER;

import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.eventstore.Tenant;
import dev.reprise.orders.Order.Cancelled;
import dev.reprise.orders.Order.Contents;
import dev.reprise.orders.Order.Open;
import dev.reprise.orders.Order.Shipped;
import dev.reprise.projections.InMemoryCommitScan;
import dev.reprise.projections.InMemoryViewStore;
import dev.reprise.projections.IndexEntry;
import dev.reprise.projections.InterceptedViewStore;
import dev.reprise.projections.ProjectedRow;
import dev.reprise.projections.ProjectedView;
import dev.reprise.projections.RowKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Stores rows of orders, and their index entries, without events. */
abstract class OrderSummariesFixture {

    private static final List<OrderLine> NO_LINES = List.of();

    final OrderSummariesProjection projection = new OrderSummariesProjection();
    final InMemoryViewStore rows = new InMemoryViewStore();
    final InterceptedViewStore views = new InterceptedViewStore(rows);
    final OrderSummaries summaries =
            new OrderSummaries(
                    views, new InMemoryCommitScan(new InMemoryEventStore()), () -> this.now);
    Instant now = Commits.AT;

    OrderSummariesFixture() {
        rows.set(projection.name(), InMemoryViewStore.live(1, projection.schemaVersion()));
    }

    static ProjectedView<Order> order(
            String id, CustomerId customer, OrderStatus status, int createdAt) {
        return order(id, customer, status, createdAt, NO_LINES);
    }

    static ProjectedView<Order> order(
            String id,
            CustomerId customer,
            OrderStatus status,
            int createdAt,
            List<OrderLine> lines) {
        Contents contents =
                new Contents(customer, Commits.AT.plusMillis(createdAt), new OrderLines(lines));
        Order order =
                switch (status) {
                    case OPEN -> new Open(contents);
                    case SHIPPED -> new Shipped(contents, ADDRESS);
                    case CANCELLED -> new Cancelled(contents, OrderSamples.REASON);
                };
        return new ProjectedView<>(
                new OrderId(Tenant.ONLY, id).stream(),
                order,
                new StreamVersion(3),
                Commits.AT.plusMillis(createdAt + 5),
                false);
    }

    static ProjectedView<Order> open(String id, int createdAt) {
        return order(id, CUSTOMER, OrderStatus.OPEN, createdAt);
    }

    List<IndexEntry> entries(ProjectedView<Order> order) {
        return projection.indexEntries(order.stream(), order.view());
    }

    ProjectedView<Order> put(ProjectedView<Order> order) {
        put(order, entries(order));
        return order;
    }

    void put(ProjectedView<Order> order, List<IndexEntry> entries) {
        put(1, order, entries);
    }

    void put(int generation, ProjectedView<Order> order, List<IndexEntry> entries) {
        rows.put(
                new ProjectedRow(
                        new RowKey(projection.name(), generation, order.stream()),
                        order.version(),
                        Optional.of(order.updatedAt()),
                        Optional.of(Commits.digest("commit")),
                        Optional.of(projection.encode(order.view())),
                        entries,
                        Optional.empty()));
    }
}
