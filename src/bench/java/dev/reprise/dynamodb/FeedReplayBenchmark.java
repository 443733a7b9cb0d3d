package dev.reprise.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.aggregates.CommandResult;
import dev.reprise.aggregates.Precondition;
import dev.reprise.bench.MarkdownTable;
import dev.reprise.bench.Numbers;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.Tenant;
import dev.reprise.feed.Feed;
import dev.reprise.feed.FeedGenerations;
import dev.reprise.feed.FeedIndexer;
import dev.reprise.local.DynamoDbLocal;
import dev.reprise.orders.CustomerId;
import dev.reprise.orders.ItemId;
import dev.reprise.orders.MeasuredOrders;
import dev.reprise.orders.Order;
import dev.reprise.orders.Order.Command.AddItem;
import dev.reprise.orders.Order.Command.CreateOrder;
import dev.reprise.orders.OrderId;
import dev.reprise.orders.OrderItem;
import dev.reprise.orders.OrderPersonalData;
import dev.reprise.orders.Orders;
import dev.reprise.orders.Price;
import dev.reprise.orders.Quantity;
import dev.reprise.personal.InMemorySubjectKeys;
import dev.reprise.personal.PersonalData;
import dev.reprise.projections.AppendedCommits;
import dev.reprise.projections.Deliveries;
import dev.reprise.serialization.EventFormat;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Counts what it takes to write a feed, and to read it from the start. The orders are created with
 * two items, get a third one, and are shipped, each with a command of its own whose id the service
 * makes. All ids are random, because similar ones would be deflated to nothing. The address is
 * encrypted. The goal of the replay is missed by two in a thousand, so it does not fail the run. A
 * million events take about five minutes; {@code -Dreprise.feed.events} sets another number.
 */
class FeedReplayBenchmark {

    private static final int EVENTS = Integer.getInteger("reprise.feed.events", 1_000_000);

    /** The events of an order. */
    private static final int EVENTS_OF_EACH = 5;

    /** So many orders go on at the same time. */
    private static final int ORDERS_AT_ONCE = 200;

    /** What comes in a second at 100 commits a second. */
    private static final int BATCH = 100;

    private static final double MAX_READ_UNITS_OF_AN_EVENT = 0.01;
    private static final double MAX_WRITE_UNITS_OF_A_COMMIT = 1.5;

    private final RequestLog log = new RequestLog();
    private final FeedGenerations generations =
            new DynamoDbFeedGenerations(
                    log.client(), DynamoDbLocal.freshTablesWithoutStream() + "-feed");
    private final OrderPersonalData personal =
            new OrderPersonalData(new PersonalData(new InMemorySubjectKeys(), true));
    private final Random random = new Random(1);
    private double units;

    @Test
    void units_of_writing_and_reading() throws IOException {
        FeedIndexer indexer =
                new FeedIndexer(generations, new InMemoryEventStore(), () -> () -> false);
        long commits = 0;
        for (int events = 0; events < EVENTS; events += ORDERS_AT_ONCE * EVENTS_OF_EACH) {
            List<Commit> appended = orders();
            for (int from = 0; from < appended.size(); from += BATCH) {
                indexer.index(
                        appended.subList(from, Math.min(from + BATCH, appended.size())).stream()
                                .map(Deliveries::intact)
                                .toList());
            }
            commits += appended.size();
            count();
        }
        double written = units;
        long head = generations.live().head();
        assertThat(head).isGreaterThanOrEqualTo(EVENTS);
        count();

        units = 0;
        long usedAtTheStart = usedBytes();
        long read = read();
        long more = usedBytes() - usedAtTheStart;
        assertThat(read).isEqualTo(head);

        MarkdownTable table =
                new MarkdownTable(
                        "events",
                        "commits",
                        "write units of a commit (goal)",
                        "read units of the replay (goal)",
                        "more memory after it");
        table.row(
                "%,d".formatted(head),
                "%,d".formatted(commits),
                "%.2f (%.1f)".formatted(written / commits, MAX_WRITE_UNITS_OF_A_COMMIT),
                "%,.0f (%,.0f)".formatted(units, head * MAX_READ_UNITS_OF_AN_EVENT),
                "%.1f MB".formatted(more / 1e6));
        Numbers.add(
                "What the feed costs",
                "Counted by DynamoDB Local. The write units include the few reads of an indexer.",
                table);
        assertThat(written / commits).isLessThanOrEqualTo(MAX_WRITE_UNITS_OF_A_COMMIT);
    }

    /** The commits of some orders, in the order in which they were made. */
    private List<Commit> orders() {
        List<Commit> commits = new ArrayList<>();
        Orders orders =
                new Orders(
                        new AppendedCommits(new InMemoryEventStore(), commits::add),
                        personal,
                        EventFormat.JSON,
                        0);
        List<OrderId> ids = new ArrayList<>();
        for (int order = 0; order < ORDERS_AT_ONCE; order++) {
            ids.add(new OrderId(Tenant.ONLY, UUID.randomUUID().toString()));
        }
        ids.forEach(order -> handle(orders, order, create()));
        ids.forEach(order -> handle(orders, order, new AddItem(item())));
        ids.forEach(order -> handle(orders, order, MeasuredOrders.ship()));
        return commits;
    }

    private CreateOrder create() {
        return new CreateOrder(
                new CustomerId("customer-" + random.nextInt(100_000)),
                List.of(item(), item()),
                null);
    }

    private OrderItem item() {
        return new OrderItem(
                new ItemId("item-" + random.nextInt(1_000_000)),
                new Quantity(random.nextInt(1, 10)),
                new Price(BigDecimal.valueOf(random.nextInt(100, 10_000), 2)));
    }

    private static void handle(Orders orders, OrderId order, Order.Command command) {
        assertThat(
                        orders.handle(
                                order,
                                command,
                                CommandId.generate(),
                                new Precondition.None(),
                                Metadata.NONE))
                .isInstanceOf(CommandResult.Handled.class);
    }

    private long read() {
        Feed feed = new Feed(1, generations.generation(1), new InMemoryEventStore());
        long events = 0;
        Feed.Slice slice = feed.read(0, 10_000, _ -> true);
        while (!slice.entries().isEmpty()) {
            events += slice.entries().stream().mapToLong(entry -> entry.count()).sum();
            count();
            slice = feed.read(slice.next(), 10_000, _ -> true);
        }
        count();
        return events;
    }

    /** Adds up the units of the log, which would become long. */
    private void count() {
        units += log.units().stream().mapToDouble(Double::doubleValue).sum();
        log.clear();
    }

    private static long usedBytes() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
