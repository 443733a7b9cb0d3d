package dev.reprise.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.StreamName;
import dev.reprise.projections.CommitScan;
import dev.reprise.projections.DeliveredCommit;
import dev.reprise.projections.Generations;
import dev.reprise.projections.InMemoryViewStore;
import dev.reprise.projections.ProjectedRow;
import dev.reprise.projections.Projection;
import dev.reprise.projections.Projector;
import dev.reprise.projections.RowKey;
import dev.reprise.projections.StoredRow;
import dev.reprise.projections.ViewStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Compares the live generations with a fresh rebuild, and with orders folded by the test. */
final class ReadModelsCheck {

    private final String seed;
    private final EventStore events;
    private final ViewStore views;
    private final CommitScan scan;
    private final ChaosOrders orders;

    ReadModelsCheck(
            long seed, EventStore events, ViewStore views, CommitScan scan, ChaosOrders orders) {
        this.seed = "seed " + seed;
        this.events = events;
        this.views = views;
        this.scan = scan;
        this.orders = orders;
    }

    private List<FoldedOrder> folded() {
        return orders.created().stream()
                .map(id -> new FoldedOrder(id, orders.readable(id)))
                .toList();
    }

    /** Asserts that every row, and every row that orders share, equals that of a fresh rebuild. */
    void assertEqualsFreshRebuild() {
        List<OrderId> created = orders.created();
        InMemoryViewStore fresh = fresh(created);
        for (Projection<?, ?> projection : ChaosProcess.PROJECTIONS) {
            String name = projection.name();
            assertThat(rows(views, name, live(name)))
                    .as("the rows of %s, %s", name, seed)
                    .isEqualTo(rows(fresh, name, 1));
            assertParked(name, created);
            if (views instanceof InMemoryViewStore stored) {
                assertThat(stored.shared(name, live(name)))
                        .as("the shared rows of %s, %s", name, seed)
                        .isEqualTo(fresh.shared(name, 1));
            }
        }
        if (!(views instanceof InMemoryViewStore)) {
            assertEqual(
                    "fresh rebuild",
                    new SharedRowsOfOrders(views, this::live, folded()).all(),
                    new SharedRowsOfOrders(fresh, _ -> 1, folded()).all());
        }
    }

    /** Asserts that read models show what the test counts itself. */
    void assertEqualsFold() {
        List<FoldedOrder> folded = folded();
        assertEqual(
                "fold",
                new SharedRowsOfOrders(views, this::live, folded).summedUp(),
                new ExpectedSharedRows(folded).all());
        assertEqual("folded orders", shown(), expected(folded));
    }

    /** So that a long map is not shown whole. */
    private void assertEqual(String what, Map<String, String> found, Map<String, String> expected) {
        TreeMap<String, String> missing = new TreeMap<>(expected);
        missing.entrySet().removeAll(found.entrySet());
        TreeMap<String, String> wrong = new TreeMap<>(found);
        wrong.entrySet().removeAll(expected.entrySet());
        assertThat(wrong)
                .as("compared with the %s, expected %s, %s", what, missing, seed)
                .isEmpty();
        assertThat(missing).as("missing compared with the %s, %s", what, seed).isEmpty();
    }

    private int live(String projection) {
        return views.generations(projection).flatMap(Generations::live).orElseThrow().number();
    }

    private InMemoryViewStore fresh(List<OrderId> created) {
        InMemoryViewStore fresh = new InMemoryViewStore();
        for (Projection<?, ?> projection : ChaosProcess.PROJECTIONS) {
            fresh.set(projection.name(), InMemoryViewStore.live(1, projection.schemaVersion()));
        }
        Projector projector =
                new Projector(ChaosProcess.PROJECTIONS, fresh, events, scan, () -> Commits.AT);
        for (OrderId order : created) {
            List<DeliveredCommit> all =
                    orders.commits(order).stream()
                            .<DeliveredCommit>map(commit ->
                                    new DeliveredCommit.Intact(
                                            "@" + commit.firstSequenceNumber(), commit, _ -> true))
                            .toList();
            assertThat(projector.project(all)).isEmpty();
        }
        return fresh;
    }

    /** All rows of a generation, as if it were generation 1. */
    private static Map<String, ProjectedRow> rows(
            ViewStore store, String projection, int generation) {
        Map<String, ProjectedRow> all = new TreeMap<>();
        Optional<String> cursor = Optional.empty();
        do {
            ViewStore.RowPage page = store.rows(projection, generation, cursor);
            for (StoredRow stored : page.rows()) {
                all.put(stored.key().stream().toString(), asFirst(stored.intact().orElseThrow()));
            }
            cursor = page.next();
        } while (cursor.isPresent());
        return all;
    }

    private static ProjectedRow asFirst(ProjectedRow row) {
        return new ProjectedRow(
                new RowKey(row.key().projection(), 1, row.key().stream()),
                row.version(),
                row.updatedAt(),
                row.hash(),
                row.view(),
                row.indexEntries(),
                row.unfinished(),
                row.parked());
    }

    private void assertParked(String projection, List<OrderId> created) {
        Set<StreamName> poisoned =
                created.stream()
                        .filter(orders::isPoisoned)
                        .map(OrderId::stream)
                        .collect(Collectors.toSet());
        assertThat(views.parked(projection, live(projection), 100))
                .as("the parked rows of %s, %s", projection, seed)
                .extracting(row -> row.key().stream())
                .containsExactlyInAnyOrderElementsOf(poisoned);
    }

    /** What the rows of order-summaries show. */
    private Map<String, String> shown() {
        OrderSummariesProjection summaries = new OrderSummariesProjection();
        Map<String, String> shown = new TreeMap<>();
        rows(views, summaries.name(), live(summaries.name()))
                .forEach((stream, row) -> {
                    var order = (Order.Created) summaries.decode(row.view().orElseThrow());
                    TreeMap<String, String> lines = new TreeMap<>();
                    for (OrderLine line : order.contents().items().lines()) {
                        lines.put(
                                line.itemId()
                                        + "@"
                                        + ExpectedSharedRows.plain(line.price().amount()),
                                Long.toString(line.quantity()));
                    }
                    shown.put(
                            stream,
                            OrderStatus.of(order)
                                    + " of "
                                    + order.contents().customerId().value()
                                    + ": "
                                    + lines);
                });
        return shown;
    }

    private static Map<String, String> expected(List<FoldedOrder> folded) {
        TreeMap<String, String> expected = new TreeMap<>();
        for (FoldedOrder order : folded) {
            TreeMap<String, String> lines = new TreeMap<>();
            order.lines.forEach((item, prices) ->
                    prices.forEach((price, quantity) ->
                            lines.put(
                                    new ItemId(item) + "@" + ExpectedSharedRows.plain(price),
                                    Long.toString(quantity))));
            OrderStatus status =
                    order.isOpen()
                            ? OrderStatus.OPEN
                            : order.isShipped() ? OrderStatus.SHIPPED : OrderStatus.CANCELLED;
            expected.put(
                    order.id.stream().toString(), status + " of " + order.customer + ": " + lines);
        }
        return expected;
    }
}
