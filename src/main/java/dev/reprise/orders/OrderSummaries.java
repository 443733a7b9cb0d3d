package dev.reprise.orders;

import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.projections.Index;
import dev.reprise.projections.LiveGeneration;
import dev.reprise.projections.ProjectedRow;
import dev.reprise.projections.RowKey;
import dev.reprise.projections.ViewStore;
import dev.reprise.projections.ViewStore.Found;
import dev.reprise.projections.ViewStore.IndexQuery;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Orders as the read model shows them: quickly, to be found by more than their id, and some moments
 * behind their events.
 *
 * <p>Every method throws {@link StoreUnavailableException} if the store did not answer.
 */
@ApplicationScoped
public class OrderSummaries {

    private static final Logger LOG = System.getLogger(OrderSummaries.class.getName());

    private static final Duration POLL = Duration.ofMillis(40);
    private static final int MIN_READ_FILTERED = 100;
    private static final int MAX_EXAMINED = 1_000;
    private static final int MAX_CHARACTERS = 4_000_000;

    private final ViewStore views;
    private final LiveGeneration live;

    @Inject
    public OrderSummaries(ViewStore views) {
        this(views, InstantSource.system());
    }

    OrderSummaries(ViewStore views, InstantSource clock) {
        this.views = views;
        this.live = new LiveGeneration(views, OrderSummariesProjection.NAME, clock);
    }

    /** The order; empty if it has no row, yet or at all. */
    public Optional<OrderSummary> find(OrderId orderId) {
        return views.read(key(live.number(), orderId.stream())).flatMap(OrderSummaries::shown);
    }

    /**
     * The order as soon as it is at a version; empty if it does not come to it.
     *
     * @param patience how long to wait for it
     */
    public Optional<OrderSummary> await(OrderId orderId, StreamVersion version, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Optional<OrderSummary> order =
                    find(orderId).filter(found -> found.version().compareTo(version) >= 0);
            if (order.isPresent() || deadline - System.nanoTime() < 0) {
                return order;
            }
            try {
                Thread.sleep(POLL);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
    }

    /**
     * A page of orders, newest created first.
     *
     * @param cursor the {@code next} of the page before; empty for the first
     * @param limit how many at most, 1 or more; fewer where they are large, or where many have to
     *     be passed over
     */
    public OrderPage list(OrderQuery query, Optional<String> cursor, int limit) {
        // One for the whole page: what was found in one generation is not in another one's rows.
        int generation = live.number();
        List<OrderSummary> page = new ArrayList<>();
        Optional<String> last = cursor;
        int examined = 0;
        int characters = 0;
        int read = Math.max(limit + 1, isFiltered(query) ? MIN_READ_FILTERED : 0);
        while (true) {
            List<Found> found = find(generation, query, last, read);
            Map<RowKey, ProjectedRow> rows =
                    views.readAll(
                            found.stream().map(hit -> key(generation, hit.stream())).toList());
            for (Found hit : found) {
                if (page.size() == limit
                        || characters > MAX_CHARACTERS
                        || examined == MAX_EXAMINED) {
                    return new OrderPage(page, last);
                }
                Optional<ProjectedRow> row =
                        Optional.ofNullable(rows.get(key(generation, hit.stream())));
                Optional<OrderSummary> order =
                        row.flatMap(OrderSummaries::shown)
                                .filter(summary -> matches(summary, query));
                if (order.isPresent()) {
                    page.add(order.get());
                    characters += row.flatMap(ProjectedRow::view).map(String::length).orElse(0);
                }
                last = Optional.of(hit.position());
                examined++;
            }
            if (found.size() < read) {
                return new OrderPage(page, Optional.empty());
            }
        }
    }

    /** Whether many may have to be passed over for one that is wanted. */
    private static boolean isFiltered(OrderQuery query) {
        return query instanceof OrderQuery.OfCustomer(_, Optional<OrderStatus> status)
                && status.isPresent();
    }

    private List<Found> find(int generation, OrderQuery query, Optional<String> below, int limit) {
        return switch (query) {
            case OrderQuery.OfCustomer(CustomerId customerId, _) ->
                    views.find(
                            index(
                                    generation,
                                    Index.FIRST,
                                    OrderSummariesProjection.customerPartition(customerId)),
                            below,
                            limit);
            case OrderQuery.OfStatus(OrderStatus status) ->
                    OrderSummariesProjection.statusPartitions(status).stream()
                            .flatMap(partition ->
                                    views
                                            .find(
                                                    index(generation, Index.SECOND, partition),
                                                    below,
                                                    limit)
                                            .stream())
                            .sorted(Comparator.comparing(Found::position).reversed())
                            .limit(limit)
                            .toList();
        };
    }

    private static IndexQuery index(int generation, Index index, String partition) {
        return new IndexQuery(OrderSummariesProjection.NAME, generation, index, partition);
    }

    /** An index is behind the rows: what has moved on since is passed over. */
    private static boolean matches(OrderSummary order, OrderQuery query) {
        return switch (query) {
            case OrderQuery.OfCustomer(CustomerId customerId, Optional<OrderStatus> status) ->
                    order.customerId().equals(customerId)
                            && status.orElse(order.status()) == order.status();
            case OrderQuery.OfStatus(OrderStatus status) -> order.status() == status;
        };
    }

    /** What a row shows; nothing, if that was damaged: the next event of the order mends it. */
    private static Optional<OrderSummary> shown(ProjectedRow row) {
        try {
            return row.view().map(OrderSummaryJson::decode);
        } catch (IllegalArgumentException damaged) {
            LOG.log(Level.ERROR, "{0}: {1}", row.key(), damaged.getMessage());
            return Optional.empty();
        }
    }

    private static RowKey key(int generation, StreamName stream) {
        return new RowKey(OrderSummariesProjection.NAME, generation, stream);
    }
}
