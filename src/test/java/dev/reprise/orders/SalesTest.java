package dev.reprise.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.Load.Consistency;
import dev.reprise.eventstore.Tenant;
import dev.reprise.values.DayRange;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** The totals of random orders, compared with totals that are added up here. */
class SalesTest {

    private static final LocalDate FIRST = LocalDate.ofInstant(Commits.AT, ZoneOffset.UTC);
    private static final DayRange ALL_DAYS = new DayRange(FIRST, FIRST.plusDays(365));
    private static final List<String> ITEMS = List.of("item-0", "item-1", "item-2");

    private final ProjectedOrders projected = new ProjectedOrders();

    @RepeatedTest(30)
    void totals_are_what_the_orders_add_up_to(RepetitionInfo repetition) {
        var random = new Random(20_260_402L + repetition.getCurrentRepetition());
        var orders = new RandomOrders(projected.store, random, 40, Duration.ofHours(2));
        for (int round = 0; round < 3; round++) {
            orders.command(150);
            projected.project(orders.created());
        }
        List<FoldedOrder> folded =
                orders.created().stream().map(id -> new FoldedOrder(id, projected.store)).toList();
        assertThat(folded).filteredOn(order -> order.isShipped()).hasSizeGreaterThan(5);

        for (String item : ITEMS) {
            assertThat(
                            projected.sales.perDay(
                                    Tenant.ONLY,
                                    Optional.of(new ItemId(item)),
                                    ALL_DAYS,
                                    Consistency.EVENTUAL))
                    .as(item)
                    .isEqualTo(perDay(folded, List.of(item), ALL_DAYS));
        }
        assertThat(
                        projected.sales.perDay(
                                Tenant.ONLY, Optional.empty(), ALL_DAYS, Consistency.EVENTUAL))
                .isEqualTo(perDay(folded, ITEMS, ALL_DAYS));
        DayRange some = new DayRange(FIRST.plusDays(3), FIRST.plusDays(5));
        assertThat(
                        projected.sales.perDay(
                                Tenant.ONLY, Optional.empty(), some, Consistency.EVENTUAL))
                .isEqualTo(perDay(folded, ITEMS, some));
        for (int customer = 0; customer <= RandomOrders.CUSTOMERS; customer++) {
            CustomerId id = RandomOrders.customer(customer);
            assertThat(projected.sales.ofCustomer(Tenant.ONLY, id, Consistency.EVENTUAL))
                    .isEqualTo(ofCustomer(folded, id));
        }
    }

    private static List<SalesOfDay> perDay(
            List<FoldedOrder> orders, List<String> items, DayRange days) {
        var totals = new TreeMap<LocalDate, SalesTotal>();
        for (FoldedOrder order : orders) {
            if (!order.isShipped() || items.stream().noneMatch(order.lines::containsKey)) {
                continue;
            }
            LocalDate day = LocalDate.ofInstant(order.shippedAt(), ZoneOffset.UTC);
            SalesTotal before = totals.getOrDefault(day, new SalesTotal(0, BigDecimal.ZERO, 0));
            totals.put(
                    day,
                    new SalesTotal(
                            before.quantity() + items.stream().mapToLong(order::quantity).sum(),
                            items.stream()
                                    .map(order::revenue)
                                    .reduce(before.revenue(), BigDecimal::add),
                            before.orders() + 1));
        }
        return totals.subMap(days.from(), true, days.to(), true).entrySet().stream()
                .map(day -> new SalesOfDay(day.getKey(), day.getValue()))
                .toList();
    }

    private static Optional<CustomerTotal> ofCustomer(List<FoldedOrder> all, CustomerId id) {
        List<FoldedOrder> orders =
                all.stream().filter(order -> order.customer.equals(id.value())).toList();
        List<FoldedOrder> shipped = orders.stream().filter(order -> order.isShipped()).toList();
        return orders.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new CustomerTotal(
                                orders.size(),
                                orders.stream().filter(FoldedOrder::isOpen).count(),
                                shipped.size(),
                                orders.stream().filter(order -> order.cancelled).count(),
                                shipped.stream()
                                        .flatMap(order -> ITEMS.stream().map(order::quantity))
                                        .mapToLong(quantity -> quantity)
                                        .sum(),
                                shipped.stream()
                                        .flatMap(order -> ITEMS.stream().map(order::revenue))
                                        .reduce(BigDecimal.ZERO, BigDecimal::add)));
    }

    @Test
    void the_total_of_several_days_is_their_sum() {
        SalesOfDay first = new SalesOfDay(FIRST, new SalesTotal(2, new BigDecimal("31.98"), 1));
        SalesOfDay second =
                new SalesOfDay(FIRST.plusDays(1), new SalesTotal(1, new BigDecimal("0.02"), 1));

        assertThat(SalesTotal.ofDays(List.of(first, second)))
                .isEqualTo(new SalesTotal(3, new BigDecimal("32"), 2));
        assertThat(SalesTotal.ofDays(List.of())).isEqualTo(new SalesTotal(0, BigDecimal.ZERO, 0));
    }
}
