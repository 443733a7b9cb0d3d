package dev.reprise.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.aggregates.RecentStreamsMemory;
import dev.reprise.orders.Order.Command;
import dev.reprise.orders.Order.Command.AddItem;
import dev.reprise.orders.Order.Command.CancelOrder;
import dev.reprise.orders.Order.Command.ChangeQuantity;
import dev.reprise.orders.Order.Command.CreateOrder;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recent orders take about as much memory as their handler is told to use. */
class RecentOrdersMemoryTest {

    @ParameterizedTest(name = "{0}: {1} commits, {2} lines, item ids of {3} characters")
    @CsvSource({
        "small,                                   2,    2,   6, 262144,  400",
        "medium,                                 50,   10,  36, 524288,  150",
        "created with many lines,                 1, 1000,  20, 2097152,  25",
        "many lines added one by one,          1001, 1000, 100, 2097152,  12",
        "32 commands and 512 fingerprints,      560,    2,  20, 524288,   60"
    })
    void recent_orders_take_about_as_much_memory_as_they_may(
            String kind, int commits, int lines, int idLength, int limit, int orders) {
        double used =
                RecentStreamsMemory.usedOf(
                        limit,
                        orders,
                        "order",
                        OrderAggregate.of(new OrderEventCodec()),
                        order -> commands(order, commits, lines, idLength));
        assertThat(used).as(kind).isBetween(0.7, 1.5);
    }

    /** A text weighs, too: here the reason takes more than everything else. */
    @ParameterizedTest
    @CsvSource("262144, 200")
    void cancelled_orders_take_about_as_much_memory_as_they_may(int limit, int orders) {
        double used =
                RecentStreamsMemory.usedOf(
                        limit,
                        orders,
                        "order",
                        OrderAggregate.of(new OrderEventCodec()),
                        order -> List.of(create(order, List.of()), cancel(order)));
        assertThat(used).isBetween(0.7, 1.5);
    }

    /**
     * Creates an order, with all lines if that is the only commit. Otherwise adds one line with
     * each commit, and then changes them.
     */
    private static List<Command> commands(int order, int commits, int lines, int idLength) {
        int created = commits == 1 ? lines : 0;
        List<Command> commands = new ArrayList<>();
        commands.add(
                create(
                        order,
                        IntStream.range(0, created).mapToObj(i -> item(i, idLength)).toList()));
        for (int i = 0; commands.size() < commits; i++) {
            OrderItem item = item(i % lines, idLength);
            commands.add(
                    i < lines
                            ? new AddItem(item)
                            : new ChangeQuantity(item.itemId(), new Quantity(i), null));
        }
        return commands;
    }

    private static CreateOrder create(int order, List<OrderItem> items) {
        return new CreateOrder(new CustomerId("customer-" + order), items, null);
    }

    private static CancelOrder cancel(int order) {
        return new CancelOrder(new CancellationReason("late ".repeat(190) + order));
    }

    private static OrderItem item(int number, int idLength) {
        return new OrderItem(
                new ItemId(("%0" + idLength + "d").formatted(number)),
                new Quantity(1 + number % 9),
                new Price(new BigDecimal("15.99")));
    }
}
