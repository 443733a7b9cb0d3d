package dev.reprise.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.Load.Consistency;
import dev.reprise.projections.DeliveredCommit;
import dev.reprise.projections.InMemoryCommitScan;
import dev.reprise.projections.InMemoryViewStore;
import dev.reprise.projections.Projector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Orders in memory, and their read models of several rows. */
final class ProjectedOrders {

    final InMemoryEventStore store = new InMemoryEventStore();
    final InMemoryViewStore views = new InMemoryViewStore();
    private final InMemoryCommitScan scan = new InMemoryCommitScan(store);
    final ShippedItems shippedItems = new ShippedItems(views, scan, () -> Commits.AT);
    final Sales sales = new Sales(views, scan, () -> Commits.AT);
    private final Projector projector =
            new Projector(
                    List.of(new ShippedItemsProjection(), new SalesProjection()),
                    views,
                    store,
                    scan,
                    () -> Commits.AT);

    /** Delivers all commits of these orders. */
    void project(List<OrderId> orders) {
        List<DeliveredCommit> batch = new ArrayList<>();
        for (OrderId order : orders) {
            for (Commit commit : Commits.all(store, order.stream())) {
                batch.add(
                        new DeliveredCommit.Intact(
                                order + "@" + commit.firstSequenceNumber(), commit, _ -> true));
            }
        }
        Set<String> failed = projector.project(batch);
        assertThat(failed).isEmpty();
    }

    /** All items of a list, read page by page. */
    List<ShippedItem> list(ShippedItemsQuery query, int limit) {
        List<ShippedItem> all = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            var page = shippedItems.list(query, cursor, limit, Consistency.EVENTUAL);
            assertThat(page.elements()).hasSizeLessThanOrEqualTo(limit);
            page.next()
                    .ifPresent(next -> assertThat(ShippedItems.isPosition(next)).as(next).isTrue());
            all.addAll(page.elements());
            cursor = page.next();
        } while (cursor.isPresent());
        return all;
    }
}
