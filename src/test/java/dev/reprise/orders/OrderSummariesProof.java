package dev.reprise.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.Race;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StoreUnavailableException.Reason;
import dev.reprise.projections.InterceptedEventStore;
import dev.reprise.projections.InterceptedViewStore;
import dev.reprise.projections.InterceptedViewStore.Operation;
import dev.reprise.projections.ProjectedRow;
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
        OrderHistory history = new OrderHistory(store);
        List<OrderSummary> versionedState =
                orders.stream().map(id -> history.current(id).orElseThrow()).toList();
        for (OrderSummary order : versionedState) {
            Commit last = Commits.all(store, order.orderId().stream()).getLast();
            RowKey key = new RowKey(projection.name(), 1, order.orderId().stream());
            assertThat(rows.read(key))
                    .as("the row of %s, %s", order.orderId(), seed)
                    .contains(
                            new ProjectedRow(
                                    key,
                                    order.version(),
                                    Optional.of(last.hash()),
                                    Optional.of(OrderSummaryJson.encode(order)),
                                    projection.indexEntries(order),
                                    Optional.empty()));
        }
        assertLists(versionedState);
    }

    private void assertLists(List<OrderSummary> versionedState) {
        List<OrderSummary> newestFirst =
                versionedState.stream()
                        .sorted(
                                Comparator.comparing(OrderSummary::createdAt)
                                        .thenComparing(order -> order.orderId().value())
                                        .reversed())
                        .toList();
        OrderSummaries summaries = new OrderSummaries(rows);
        for (OrderStatus status : OrderStatus.values()) {
            assertList(
                    summaries,
                    new OrderQuery.OfStatus(status),
                    newestFirst.stream().filter(order -> order.status() == status));
        }
        for (int i = 0; i < RandomOrders.CUSTOMERS; i++) {
            CustomerId customer = RandomOrders.customer(i);
            List<OrderSummary> theirs =
                    newestFirst.stream()
                            .filter(order -> order.customerId().equals(customer))
                            .toList();
            assertList(
                    summaries,
                    new OrderQuery.OfCustomer(customer, Optional.empty()),
                    theirs.stream());
            for (OrderStatus status : OrderStatus.values()) {
                assertList(
                        summaries,
                        new OrderQuery.OfCustomer(customer, Optional.of(status)),
                        theirs.stream().filter(order -> order.status() == status));
            }
        }
    }

    private void assertList(
            OrderSummaries summaries, OrderQuery query, Stream<OrderSummary> expected) {
        List<OrderSummary> listed = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            int limit = random.nextInt(1, 12);
            OrderPage page = summaries.list(query, cursor, limit);
            assertThat(page.orders())
                    .as("a page of %s, %s", query, seed)
                    .hasSizeLessThanOrEqualTo(limit);
            listed.addAll(page.orders());
            cursor = page.next();
        } while (cursor.isPresent());
        assertThat(listed).as("%s, %s", query, seed).containsExactlyElementsOf(expected.toList());
    }
}
