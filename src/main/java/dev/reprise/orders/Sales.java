package dev.reprise.orders;

import dev.reprise.eventstore.Load.Consistency;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.Tenant;
import dev.reprise.projections.CommitScan;
import dev.reprise.projections.PositionRange;
import dev.reprise.projections.SharedRowsReader;
import dev.reprise.projections.ViewStore;
import dev.reprise.values.DayRange;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the read model of sales, which is a moment behind the orders' events. */
@ApplicationScoped
public class Sales {

    private final SharedRowsReader<?> reader;

    @Inject
    public Sales(ViewStore views, CommitScan scan) {
        this(views, scan, InstantSource.system());
    }

    Sales(ViewStore views, CommitScan scan, InstantSource clock) {
        reader = new SharedRowsReader<>(new SalesProjection(), views, scan, clock);
    }

    /** Waits for the read model. */
    public SharedRowsReader<?> reader() {
        return reader;
    }

    /**
     * What was shipped on each day, from the first day to the last. Days without a shipment are
     * left out.
     *
     * @param tenant whose sales
     * @param itemId only this item; empty for all items
     * @param consistency strong to show what {@link SharedRowsReader#await} waited for
     * @throws StoreUnavailableException if the store did not answer
     */
    public List<SalesOfDay> perDay(
            Tenant tenant, Optional<ItemId> itemId, DayRange days, Consistency consistency) {
        PositionRange range =
                new PositionRange(
                        Optional.of(days.from().toString()),
                        Optional.of(days.to().toString() + SalesProjection.END));
        List<SalesOfDay> sales = new ArrayList<>();
        (itemId.isPresent()
                        ? reader.totals(
                                tenant,
                                SalesProjection.PER_ITEM,
                                SalesProjection.itemPartitions(itemId.get()),
                                range,
                                consistency)
                        : reader.totals(
                                tenant,
                                SalesProjection.PER_DAY,
                                SalesProjection.dayPartitions(),
                                range,
                                consistency))
                .forEach((day, sums) ->
                        sales.add(
                                new SalesOfDay(
                                        LocalDate.parse(day),
                                        new SalesTotal(
                                                count(sums, SalesProjection.QUANTITY),
                                                sum(sums, SalesProjection.REVENUE),
                                                count(sums, SalesProjection.ORDERS)))));
        return sales;
    }

    /**
     * The total of a customer; empty if there is no order of the customer.
     *
     * @param tenant whose customer
     * @param consistency see {@link #perDay}
     * @throws StoreUnavailableException if the store did not answer
     */
    public Optional<CustomerTotal> ofCustomer(
            Tenant tenant, CustomerId customerId, Consistency consistency) {
        return reader
                .totals(
                        tenant,
                        SalesProjection.PER_CUSTOMER,
                        List.of(SalesProjection.customerPartition(customerId)),
                        PositionRange.ALL,
                        consistency)
                .values()
                .stream()
                .findFirst()
                .map(sums ->
                        new CustomerTotal(
                                count(sums, SalesProjection.ORDERS),
                                count(sums, SalesProjection.OPEN),
                                count(sums, SalesProjection.SHIPPED),
                                count(sums, SalesProjection.CANCELLED),
                                count(sums, SalesProjection.QUANTITY),
                                sum(sums, SalesProjection.REVENUE)));
    }

    private static BigDecimal sum(Map<String, BigDecimal> sums, String name) {
        return sums.getOrDefault(name, BigDecimal.ZERO);
    }

    private static long count(Map<String, BigDecimal> sums, String name) {
        return sum(sums, name).longValueExact();
    }
}
