package dev.reprise.dynamodb;

import dev.reprise.bench.MarkdownTable;
import dev.reprise.bench.Numbers;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.StreamName;
import dev.reprise.local.DynamoDbLocal;
import dev.reprise.orders.MeasuredOrders;
import dev.reprise.orders.Order;
import dev.reprise.orders.OrderId;
import dev.reprise.orders.Orders;
import dev.reprise.projections.DeliveredCommit;
import dev.reprise.projections.Projection;
import dev.reprise.projections.Projector;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/**
 * Counts the write units of an order that is created, gets an item, and is shipped, each with a
 * command of its own. Each commit reaches the projections alone: a batch of several commits of one
 * order costs less.
 */
class OrderLifeBenchmark {

    private final String tables = DynamoDbLocal.freshTables();
    private final RequestLog log = new RequestLog();
    private final DynamoDbEventStore events =
            new DynamoDbEventStore(log.client(), tables + "-events");

    @Test
    void write_units() throws IOException {
        List<String> columns = new ArrayList<>(List.of("command", "events"));
        List<Projector> projectors = new ArrayList<>();
        for (Projection<?, ?> projection : MeasuredOrders.projections()) {
            columns.add(projection.name());
            projectors.add(projector(projection));
        }
        MarkdownTable table = new MarkdownTable(columns.toArray(String[]::new));

        Orders orders = new Orders(events);
        // The first one builds the read models' first generation, which is no part of an order.
        life(orders, projectors);
        life(orders, projectors).forEach(row -> table.row(row.toArray(String[]::new)));

        Numbers.add(
                "The write units of an order's life",
                "Of the events table, and of each read model with its indexes. A write in a"
                        + " transaction takes two.",
                table);
    }

    private Projector projector(Projection<?, ?> projection) {
        return new Projector(
                List.of(projection),
                new DynamoDbViewStore(log.client(), tables + "-views"),
                events,
                new DynamoDbCommitScan(DynamoDbLocal.client(), tables + "-events"),
                InstantSource.system());
    }

    private List<List<String>> life(Orders orders, List<Projector> projectors) {
        OrderId order = Commands.freshOrder();
        return List.of(
                step("create", orders, order, MeasuredOrders.create(1), projectors),
                step("add an item", orders, order, MeasuredOrders.add(1), projectors),
                step("ship", orders, order, MeasuredOrders.ship(), projectors));
    }

    private List<String> step(
            String name,
            Orders orders,
            OrderId order,
            Order.Command command,
            List<Projector> projectors) {
        List<String> row = new ArrayList<>();
        row.add(name);
        log.clear();
        Commands.accept(orders, order, command);
        row.add(written());
        Commit commit = Commits.all(events, new StreamName("order", order.value())).getLast();
        for (Projector projector : projectors) {
            log.clear();
            if (!projector
                    .project(List.of(new DeliveredCommit.Intact("1", commit, _ -> true)))
                    .isEmpty()) {
                throw new AssertionError("not projected: " + commit);
            }
            row.add(written());
        }
        return row;
    }

    /** The units of the writes in the log: of those in transactions, and of the others. */
    private String written() {
        int inTransactions =
                log.requests(TransactWriteItemsRequest.class).stream()
                        .mapToInt(transaction -> 2 * transaction.transactItems().size())
                        .sum();
        List<String> names = log.names();
        List<Double> units = log.units();
        double alone = 0;
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).matches("(Put|Update)Item")) {
                alone += units.get(i);
            }
        }
        return number(alone + inTransactions);
    }

    private static String number(double units) {
        return units == Math.rint(units) ? String.valueOf((long) units) : String.valueOf(units);
    }
}
