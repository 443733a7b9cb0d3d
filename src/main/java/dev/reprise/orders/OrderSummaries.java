package dev.reprise.orders;

import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.Tenant;
import dev.reprise.orders.Order.Created;
import dev.reprise.projections.CommitScan;
import dev.reprise.projections.ProjectionPage;
import dev.reprise.projections.ProjectionReader;
import dev.reprise.projections.ProjectionReader.Listing;
import dev.reprise.projections.ViewStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Reads the read model of orders, which is a moment behind their events. */
@ApplicationScoped
public class OrderSummaries {

    private final ProjectionReader<Order> reader;

    @Inject
    public OrderSummaries(ViewStore views, CommitScan scan) {
        this(views, scan, InstantSource.system());
    }

    OrderSummaries(ViewStore views, CommitScan scan, InstantSource clock) {
        reader = new ProjectionReader<>(new OrderSummariesProjection(), views, scan, clock);
    }

    /** Reads single orders. */
    public ProjectionReader<Order> reader() {
        return reader;
    }

    /**
     * A page of orders, the newest created first.
     *
     * @param after the {@code next} of the page before; empty for the first page
     * @param limit the maximum number of orders, 1 or more; see {@link ProjectionReader#list}
     * @throws StoreUnavailableException if the store did not answer
     */
    public ProjectionPage<Order> list(OrderQuery query, Optional<String> after, int limit) {
        return reader.list(listing(query), after, limit);
    }

    /** Whether a text has the form of a position in a list of orders. */
    public static boolean isPosition(String text) {
        return OrderSummariesProjection.isPosition(text);
    }

    /** The rows of a list, from the newest created order to the oldest. */
    public static Listing<Order> listing(OrderQuery query) {
        return switch (query) {
            case OrderQuery.OfCustomer(
                            Tenant tenant,
                            CustomerId customerId,
                            Optional<OrderStatus> status) ->
                    new Listing<>(
                            tenant,
                            OrderSummariesProjection.BY_CUSTOMER,
                            List.of(customerId.value()),
                            status.map(wanted ->
                                    order ->
                                            order instanceof Created created
                                                    && OrderStatus.of(created) == wanted));
            case OrderQuery.OfStatus(Tenant tenant, OrderStatus status) ->
                    new Listing<>(
                            tenant,
                            OrderSummariesProjection.BY_STATUS,
                            OrderSummariesProjection.statusPartitions(status),
                            Optional.empty());
        };
    }
}
