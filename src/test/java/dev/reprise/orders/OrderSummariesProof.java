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
import dev.reprise.orders.Order.Contents;
import dev.reprise.orders.Order.Created;
import dev.reprise.projections.InterceptedEventStore;
import dev.reprise.projections.InterceptedViewStore;
import dev.reprise.projections.InterceptedViewStore.Operation;
import dev.reprise.projections.ProjectedRow;
import dev.reprise.projections.ProjectedView;
import dev.reprise.projections.ProjectionPage;
import dev.reprise.projections.RowKey;
import dev.reprise.projections.ViewStore;
import java.io.IOException;
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
 * Delivers as no stream would worse: again, in any order, in batches of any size to several
 * invocations at once, one of them now and then between the read and the write of another, some not
 * at all, and to stores that fail now and then, before what they are asked for or after it. Then
 * every row has to be the replay of its events.
 */
final class OrderSummariesProof {

    private static final int INVOCATIONS = 4;
    private static final int MAX_BATCH = 20;

    private final String seed;
    private final Random random;
    private final EventStore store;
    private final ViewStore rows;
    private volatile Runnable anotherInvocation = () -> {};
    final InterceptedEventStore events;
    final InterceptedViewStore views;
    private final OrderSummariesProjection projection = new OrderSummariesProjection();

    /**
     * @param seed of all that is random but the interleaving of the invocations
     */
    OrderSummariesProof(long seed, EventStore store, ViewStore rows) {
        this.seed = "seed " + seed;
        this.random = new Random(seed);
        this.store = store;
        this.rows = rows;
        this.events = new InterceptedEventStore(store);
        this.views = new InterceptedViewStore(rows);
        failNowAndThen(new Random(seed));
    }

    Random random() {
        return random;
    }

    private void failNowAndThen(Random chance) {
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
                    Reason.THROTTLED, new IOException("as this test wants it"));
        }
    }

    /**
     * Delivers what there is, badly.
     *
     * @param deliveries a stream's last one is delivered, any other maybe not
     * @param invoke a batch; answers those that have to come again
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
                        // until there is none left
                    }
                    return true;
                });
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

    /** Every row is what the replay of its events is, and is found where that is. */
    void assertRows(List<OrderId> orders) {
        StreamReplay<Order, Order.Event> replay = new Orders(store).replay();
        List<ProjectedView<Order>> replayed = new ArrayList<>();
        for (OrderId id : orders) {
            VersionedState<Order> order = replay.current(id.stream()).orElseThrow();
            Commit last = Commits.all(store, id.stream()).getLast();
            RowKey key = new RowKey(projection.name(), 1, id.stream());
            assertThat(rows.read(key))
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
                    new ProjectedView<>(id.stream(), order.state(), order.version(), order.at()));
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
        OrderSummaries summaries = new OrderSummaries(rows);
        for (OrderStatus status : OrderStatus.values()) {
            assertList(
                    summaries,
                    new OrderQuery.OfStatus(status),
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
                    new OrderQuery.OfCustomer(customer, Optional.empty()),
                    theirs.stream());
            for (OrderStatus status : OrderStatus.values()) {
                assertList(
                        summaries,
                        new OrderQuery.OfCustomer(customer, Optional.of(status)),
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
