package dev.reprise.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.aggregates.StreamReplay;
import dev.reprise.aggregates.VersionedState;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.Race;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StoreUnavailableException.Reason;
import dev.reprise.eventstore.Tenant;
import dev.reprise.orders.Order.Contents;
import dev.reprise.orders.Order.Created;
import dev.reprise.projections.CommitScan;
import dev.reprise.projections.Generations;
import dev.reprise.projections.InterceptedEventStore;
import dev.reprise.projections.InterceptedViewStore;
import dev.reprise.projections.InterceptedViewStore.Operation;
import dev.reprise.projections.ProjectedRow;
import dev.reprise.projections.ProjectedView;
import dev.reprise.projections.ProjectionPage;
import dev.reprise.projections.RetryList;
import dev.reprise.projections.RowKey;
import dev.reprise.projections.StoredRow;
import dev.reprise.projections.ViewStore;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Delivers commits in the worst way: more than once, in any order, in batches of any size, to
 * concurrent invocations, or not at all. At random, an invocation runs between the read and the
 * write of another one, and the stores fail before or after a call. Then every row must equal the
 * replay of its stream.
 */
final class OrderSummariesProof {

    private static final int INVOCATIONS = 4;
    private static final int MAX_BATCH = 20;

    private final String seed;
    private final Random random;
    private final EventStore store;
    private final ViewStore rows;
    private final CommitScan scan;
    private volatile Runnable anotherInvocation = () -> {};
    final InterceptedEventStore events;
    final InterceptedViewStore views;
    private final OrderSummariesProjection projection = new OrderSummariesProjection();

    /**
     * @param seed of all random choices; the interleaving of the invocations does not depend on it
     */
    OrderSummariesProof(long seed, EventStore store, ViewStore rows, CommitScan scan) {
        this.seed = "seed " + seed;
        this.random = new Random(seed);
        this.store = store;
        this.rows = rows;
        this.scan = scan;
        this.events = new InterceptedEventStore(store);
        this.views = new InterceptedViewStore(rows);
        failAtRandom(new Random(seed));
    }

    Random random() {
        return random;
    }

    private void failAtRandom(Random chance) {
        views.before((operation, _) -> {
            failIf(chance.nextInt(20) == 0);
            if (operation == Operation.WRITE && chance.nextInt(4) == 0) {
                anotherInvocation.run();
            }
        });
        views.after((_, _) -> failIf(chance.nextInt(20) == 0));
        events.before((_, _) -> failIf(chance.nextInt(50) == 0));
    }

    private static void failIf(boolean failing) {
        if (failing) {
            throw new StoreUnavailableException(
                    Reason.THROTTLED, new IOException("injected by the test"));
        }
    }

    /**
     * Delivers commits in random order, some more than once and some not at all. Streams that were
     * noted to be tried again are followed in the end.
     *
     * @param deliveries the commits
     * @param isLast whether a commit is the last of its stream, which is delivered at least once
     * @param invoke projects a batch, and returns the commits to deliver again
     */
    <D> void deliver(List<D> deliveries, Predicate<D> isLast, Function<List<D>, List<D>> invoke)
            throws Exception {
        List<D> disordered = new ArrayList<>();
        for (D delivery : deliveries) {
            int times = random.nextInt(4);
            disordered.addAll(
                    Collections.nCopies(
                            isLast.test(delivery) ? Math.max(1, times) : times, delivery));
        }
        if (random.nextBoolean()) {
            Collections.shuffle(disordered, random);
        }
        Queue<List<D>> batches = new ConcurrentLinkedQueue<>();
        for (int from = 0; from < disordered.size(); ) {
            int to = Math.min(disordered.size(), from + random.nextInt(1, MAX_BATCH));
            batches.add(List.copyOf(disordered.subList(from, to)));
            from = to;
        }
        anotherInvocation = () -> invokeNext(batches, invoke);
        Race.of(
                INVOCATIONS,
                _ -> {
                    while (invokeNext(batches, invoke)) {
                        // until no batch is left
                    }
                    return true;
                });
        new RetryList(List.of(projection), rows, store, InstantSource.system()).follow(Instant.MAX);
    }

    private static <D> boolean invokeNext(
            Queue<List<D>> batches, Function<List<D>, List<D>> invoke) {
        List<D> batch = batches.poll();
        if (batch == null) {
            return false;
        }
        List<D> again = invoke.apply(batch);
        if (!again.isEmpty()) {
            batches.add(again);
        }
        return true;
    }

    /** Asserts that every row equals the replay of its stream, and is listed in its indexes. */
    void assertRows(List<OrderId> orders) {
        StreamReplay<Order, Order.Event> replay = new Orders(store).replay();
        int live =
                rows.generations(projection.name())
                        .flatMap(Generations::live)
                        .orElseThrow()
                        .number();
        List<ProjectedView<Order>> replayed = new ArrayList<>();
        for (OrderId id : orders) {
            VersionedState<Order> order = replay.current(id.stream()).orElseThrow();
            Commit last = Commits.all(store, id.stream()).getLast();
            RowKey key = new RowKey(projection.name(), live, id.stream());
            assertThat(rows.read(key).flatMap(StoredRow::intact))
                    .as("the row of %s, %s", id, seed)
                    .contains(
                            new ProjectedRow(
                                    key,
                                    order.version(),
                                    Optional.of(order.at()),
                                    Optional.of(last.hash()),
                                    Optional.of(projection.encode(order.state())),
                                    projection.indexEntries(id.stream(), order.state()),
                                    Optional.empty()));
            replayed.add(
                    new ProjectedView<>(
                            id.stream(), order.state(), order.version(), order.at(), false));
        }
        assertLists(replayed);
    }

    private static Contents contents(ProjectedView<Order> order) {
        return ((Created) order.view()).contents();
    }

    private static OrderStatus status(ProjectedView<Order> order) {
        return OrderStatus.of((Created) order.view());
    }

    private void assertLists(List<ProjectedView<Order>> replayed) {
        List<ProjectedView<Order>> newestFirst =
                replayed.stream()
                        .sorted(
                                Comparator.comparing((ProjectedView<Order> order) ->
                                                contents(order).createdAt())
                                        .thenComparing(order -> order.stream().id())
                                        .reversed())
                        .toList();
        OrderSummaries summaries = new OrderSummaries(rows, scan);
        for (OrderStatus status : OrderStatus.values()) {
            assertList(
                    summaries,
                    new OrderQuery.OfStatus(Tenant.ONLY, status),
                    newestFirst.stream().filter(order -> status(order) == status));
        }
        for (int i = 0; i < RandomOrders.CUSTOMERS; i++) {
            CustomerId customer = RandomOrders.customer(i);
            List<ProjectedView<Order>> theirs =
                    newestFirst.stream()
                            .filter(order -> contents(order).customerId().equals(customer))
                            .toList();
            assertList(
                    summaries,
                    new OrderQuery.OfCustomer(Tenant.ONLY, customer, Optional.empty()),
                    theirs.stream());
            for (OrderStatus status : OrderStatus.values()) {
                assertList(
                        summaries,
                        new OrderQuery.OfCustomer(Tenant.ONLY, customer, Optional.of(status)),
                        theirs.stream().filter(order -> status(order) == status));
            }
        }
    }

    private void assertList(
            OrderSummaries summaries, OrderQuery query, Stream<ProjectedView<Order>> expected) {
        List<ProjectedView<Order>> listed = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            int limit = random.nextInt(1, 12);
            ProjectionPage<Order> page = summaries.list(query, cursor, limit);
            assertThat(page.views())
                    .as("a page of %s, %s", query, seed)
                    .hasSizeLessThanOrEqualTo(limit);
            listed.addAll(page.views());
            cursor = page.next();
        } while (cursor.isPresent());
        assertThat(listed).as("%s, %s", query, seed).containsExactlyElementsOf(expected.toList());
    }
}
