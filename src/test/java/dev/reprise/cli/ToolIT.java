package dev.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.cli.Tool.Run;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The tool with the real service. Its events table is emptied by hand, to be the table of another
 * service: so the tests have one of their own.
 */
@QuarkusTest
@TestProfile(ToolIT.OwnTables.class)
class ToolIT {

    /** A profile, because each has tables of its own. */
    public static final class OwnTables implements QuarkusTestProfile {}

    private static final int ORDERS = 12;

    /** Each test has other orders: the service remembers those of the tests before. */
    private static final AtomicInteger TESTS = new AtomicInteger(70);

    private final int test = TESTS.incrementAndGet();

    @Inject DynamoDbClient dynamoDb;

    @ConfigProperty(name = "reprise.events-table")
    String eventsTable;

    @TempDir Path temp;

    @BeforeEach
    void the_table_is_empty() {
        items().values().forEach(this::delete);
    }

    private static URI service() {
        return URI.create("http://localhost:" + RestAssured.port);
    }

    private static Run run(String... args) {
        return new Tool()
                .pausing(Thread::sleep)
                .run(
                        Stream.concat(Stream.of(args), Stream.of("--url", service().toString()))
                                .toArray(String[]::new));
    }

    private static void kill(String method, int after, String... args) throws Exception {
        try (KillingProxy proxy = new KillingProxy(service(), method, after)) {
            proxy.runAndKill(args);
        }
    }

    /** All items, by stream and sequence number. */
    private Map<String, Map<String, AttributeValue>> items() {
        return dynamoDb
                .scanPaginator(scan -> scan.tableName(eventsTable).consistentRead(true))
                .items()
                .stream()
                .collect(Collectors.toMap(item -> key(item).toString(), item -> item));
    }

    private static Map<String, AttributeValue> key(Map<String, AttributeValue> item) {
        Map<String, AttributeValue> key = new HashMap<>(item);
        key.keySet().retainAll(Set.of("stream", "seq"));
        return key;
    }

    private void delete(Map<String, AttributeValue> item) {
        dynamoDb.deleteItem(delete -> delete.tableName(eventsTable).key(key(item)));
    }

    private String invoices() throws IOException {
        String rows =
                IntStream.rangeClosed(1, ORDERS)
                        .mapToObj(i ->
                                "%s,A%d,THING,%d,1/2/2025,2.5,17850,\"Norway, %d\"\r\n"
                                        .formatted(order(i), i, i, i))
                        .collect(Collectors.joining());
        return Files.writeString(temp.resolve("invoices.csv"), RetailFile.HEADER + "\r\n" + rows)
                .toString();
    }

    private String order(int number) {
        return "%d%02d".formatted(test, number);
    }

    @Test
    void a_load_that_was_killed_goes_on_and_records_nothing_twice() throws Exception {
        String file = invoices();
        kill("POST", 9, "load", file, "--parallel", "1");
        int before = items().size();

        Run run = run("load", file);

        assertThat(before).isEqualTo(9);
        assertThat(run.exitCode()).as(run.error()).isZero();
        assertThat(run.output())
                .contains(
                        "12 are stored",
                        "8  recorded by this run",
                        "4  were stored before, and nothing was recorded again",
                        "none is recorded twice");
        assertThat(items()).hasSize(2 * ORDERS);
        assertThat(run("verify", "--all").lines())
                .containsExactly("Intact: 12 streams checked, 24 commits, 0 damaged.");
    }

    @Test
    void an_order_is_shown_through_time() throws Exception {
        run("load", invoices());

        Run show = run("show", order(3));
        Run watch = run("watch", "order-" + order(3), "--from", "2", "--no-follow");

        assertThat(show.output())
                .contains(
                        "OrderCreated  customerId=17850",
                        "+ item A3 at 2.5  3",
                        "~ total  0 -> 7.5",
                        "OrderShipped  shippingAddress=\"Norway, 3\"",
                        "~ status  OPEN -> SHIPPED",
                        "= SHIPPED, version 3, 1 line, total 7.5");
        assertThat(watch.lines()).hasSize(2);
        assertThat(run("show", order(3), "--version", "4").exitCode())
                .isEqualTo(ExitCode.NOT_FOUND.number());
    }

    /** The items that come of an import are the same, attribute for attribute. */
    @Test
    void what_is_exported_and_imported_is_the_same() throws Exception {
        run("load", invoices());
        Map<String, Map<String, AttributeValue>> original = items();
        String place = temp.resolve("export").toString();

        kill("GET", 5, "export", "--all", "--to", place);
        Run export = run("export", "--all", "--to", place);
        assertThat(export.exitCode()).as(export.error()).isZero();
        assertThat(export.output()).contains("12 streams, 24 commits, 36 events");
        assertThat(run("import", place, "--check").exitCode()).isZero();

        the_table_is_empty();
        kill("PUT", 11, "import", place, "--parallel", "2");
        int before = items().size();
        Run imported = run("import", place);

        assertThat(before).isBetween(10, 12);
        assertThat(imported.exitCode()).as(imported.error() + imported.output()).isZero();
        assertThat(items()).isEqualTo(original);
        assertThat(run("verify", "--all").exitCode()).isZero();
        assertThat(run("show", order(3)).output()).contains("shippingAddress=\"Norway, 3\"");
        assertThat(run("import", place).output()).contains("0 commits new, 24 there before");
        assertThat(items()).isEqualTo(original);
    }

    @Test
    void nothing_readable_of_a_person_is_exported() throws Exception {
        run("load", invoices());
        Path place = temp.resolve("export");
        run("export", "--all", "--to", place.toString());

        assertThat(place.resolve("events-00001.ndjson"))
                .content()
                .contains("OrderShipped", "\"shippingAddress\"")
                .doesNotContain("Norway");
    }

    @Test
    void a_stream_that_differs_is_refused() throws Exception {
        run("load", invoices());
        String place = temp.resolve("export").toString();
        run("export", "--all", "--to", place);
        the_table_is_empty();
        Path other = temp.resolve("other.csv");
        Files.writeString(
                other,
                RetailFile.HEADER + "\r\n" + order(3) + ",B1,THING,1,1/2/2025,9,17850,Sweden\r\n");
        run("load", other.toString());

        Run run = run("import", place);

        assertThat(run.exitCode()).isEqualTo(ExitCode.WRONG.number());
        assertThat(run.output())
                .contains(
                        "REFUSED order-%1$s: order-%1$s has another commit at 1"
                                .formatted(order(3)),
                        "22 commits new, 0 there before, 1 stream refused.");
        assertThat(run("show", order(3)).output()).contains("item B1 at 9");
        assertThat(run("show", order(4)).output()).contains("item A4 at 2.5");
    }

    @Test
    void damage_is_found_with_its_place() throws Exception {
        run("load", invoices());
        dynamoDb.updateItem(update ->
                update.tableName(eventsTable)
                        .key(
                                Map.of(
                                        "stream",
                                        AttributeValue.fromS("order-" + order(5)),
                                        "seq",
                                        AttributeValue.fromN("3")))
                        .updateExpression("SET t = :t")
                        .expressionAttributeValues(Map.of(":t", AttributeValue.fromN("1"))));
        Path place = temp.resolve("export");

        Run verified = run("verify", "--all");
        Run exported = run("export", "--all", "--to", place.toString());

        assertThat(verified.exitCode()).isEqualTo(ExitCode.WRONG.number());
        assertThat(verified.output())
                .contains(
                        "DAMAGED order-"
                                + order(5)
                                + " at 3: the stored hash of commit 3 does not match");
        assertThat(exported.exitCode()).isEqualTo(ExitCode.WRONG.number());
        assertThat(exported.output()).contains("DAMAGED order-" + order(5), "23 commits");
    }

    @Test
    void read_models_are_rebuilt_and_repaired() throws Exception {
        run("load", invoices());

        Run rebuilt = run("rebuild", "order-summaries");
        Run repaired = run("repair", "order-summaries");
        Run redriven = run("redrive", "order-summaries");

        assertThat(rebuilt.exitCode()).as(rebuilt.output() + rebuilt.error()).isZero();
        assertThat(rebuilt.output()).contains(" of order-summaries is live: ");
        assertThat(repaired.exitCode()).as(repaired.output() + repaired.error()).isZero();
        assertThat(redriven.lines()).containsExactly("No stream is parked in order-summaries.");
    }
}
