package dev.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.aggregates.VersionedState;
import dev.reprise.cli.NewOrder.Item;
import dev.reprise.eventstore.Tenant;
import dev.reprise.local.TestStream;
import dev.reprise.orders.Order;
import dev.reprise.orders.OrderId;
import dev.reprise.orders.OrderStatus;
import dev.reprise.orders.OrderSummaries;
import dev.reprise.orders.Orders;
import dev.reprise.orders.Sales;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.Select;

/**
 * Invoices that the tool loads, through the whole service: the function, the stream and the
 * projections.
 */
@QuarkusTest
class InvoicesIT {

    private static final Path SAMPLE = Tool.SAMPLE;

    @Inject Orders orders;
    @Inject OrderSummaries summaries;
    @Inject Sales sales;
    @Inject TestStream stream;
    @Inject DynamoDbClient dynamoDb;

    @ConfigProperty(name = "reprise.events-table")
    String eventsTable;

    /** One in this many invoices of the larger file is sent. All of them take minutes. */
    private static final int ONE_IN = Integer.getInteger("reprise.invoices.one-in", 4);

    private static final Path LARGER = Path.of("../shared/data/online-retail.csv");

    private static final Pattern INVOICE_NUMBER = Pattern.compile("\\D?(\\d+),.*");

    @TempDir static Path folder;

    /** The sample, and a part of a larger file if this machine has it. */
    static Stream<Path> files() throws IOException {
        return Files.exists(LARGER) ? Stream.of(SAMPLE, partOf(LARGER)) : Stream.of(SAMPLE);
    }

    private static Path partOf(Path file) throws IOException {
        List<String> lines =
                Files.readAllLines(file).stream().filter(InvoicesIT::isOfPart).toList();
        return Files.write(folder.resolve("part.csv"), lines);
    }

    /** The first line has the names of the columns. */
    private static boolean isOfPart(String line) {
        Matcher number = INVOICE_NUMBER.matcher(line);
        return !number.matches() || Integer.parseInt(number.group(1)) % ONE_IN == 0;
    }

    @ParameterizedTest
    @MethodSource("files")
    void invoices_that_are_sent_twice_are_projected_once(Path file) throws Exception {
        Plan plan = Plan.of(RetailFile.read(file).rows(), Instant.now());
        InvoiceTotals expected = InvoiceTotals.read(plan, sales).plus(newOrders(plan));
        send(file);
        stream.drain();
        assertThat(InvoiceTotals.read(plan, sales)).isEqualTo(expected);
        List<VersionedState<Order>> rows = rows(plan);
        long commits = commits();
        assertThat(rows).zipSatisfy(plan.orders(), InvoicesIT::assertShows);

        send(file);
        stream.drain();
        assertThat(rows(plan)).isEqualTo(rows);
        assertThat(commits()).isEqualTo(commits);
        assertThat(InvoiceTotals.read(plan, sales)).isEqualTo(expected);
    }

    /** The orders of the plan that were not sent by another test. */
    private List<NewOrder> newOrders(Plan plan) {
        return plan.orders().stream()
                .filter(order ->
                        orders.replay()
                                .current(new OrderId(Tenant.ONLY, order.orderId()).stream())
                                .isEmpty())
                .toList();
    }

    private static void send(Path file) {
        Tool.Run run =
                new Tool()
                        .pausing(Thread::sleep)
                        .run(
                                "load",
                                file.toString(),
                                "--url",
                                "http://localhost:" + RestAssured.port);
        assertThat(run.exitCode()).as(run.output() + run.error()).isZero();
    }

    /** Returns the read model's row of each order. Each row must equal the replay of its events. */
    private List<VersionedState<Order>> rows(Plan plan) {
        List<VersionedState<Order>> rows = new ArrayList<>();
        for (NewOrder order : plan.orders()) {
            OrderId orderId = new OrderId(Tenant.ONLY, order.orderId());
            var row =
                    summaries.reader().find(orderId.stream()).map(VersionedState::of).orElseThrow();
            assertThat(row).isEqualTo(orders.replay().current(orderId.stream()).orElseThrow());
            rows.add(row);
        }
        return rows;
    }

    private long commits() {
        return dynamoDb
                .scanPaginator(scan -> scan.tableName(eventsTable).select(Select.COUNT))
                .stream()
                .mapToLong(page -> page.count())
                .sum();
    }

    /** Compares a row with values computed from the file. */
    private static void assertShows(VersionedState<Order> row, NewOrder invoice) {
        Map<String, Long> pieces = new LinkedHashMap<>();
        BigDecimal total = BigDecimal.ZERO;
        for (Item item : invoice.items()) {
            String line =
                    item.itemId() + " at " + item.price().stripTrailingZeros().toPlainString();
            pieces.merge(line, (long) item.quantity(), Long::sum);
            total = total.add(item.price().multiply(BigDecimal.valueOf(item.quantity())));
        }
        Map<String, Long> shown = new LinkedHashMap<>();
        Order.Created order = (Order.Created) row.state();
        order.contents()
                .items()
                .lines()
                .forEach(line -> shown.put(line.itemId() + " at " + line.price(), line.quantity()));
        assertThat(shown).as(invoice.orderId()).containsExactlyEntriesOf(pieces);
        assertThat(order.contents().items().total())
                .as(invoice.orderId())
                .isEqualByComparingTo(total);
        assertThat(order.contents().customerId().value()).isEqualTo(invoice.customerId());
        assertThat(row.version().value()).isEqualTo(invoice.events());
        assertThat(OrderStatus.of(order))
                .isEqualTo(invoice.country().isPresent() ? OrderStatus.SHIPPED : OrderStatus.OPEN);
    }
}
