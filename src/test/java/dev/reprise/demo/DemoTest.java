package dev.reprise.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reprise.demo.FakeOrdersApi.Fault.HandledButUnanswered;
import dev.reprise.demo.FakeOrdersApi.Fault.Refused;
import dev.reprise.demo.FakeOrdersApi.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole program against an API over HTTP. */
class DemoTest {

    private static final Path SAMPLE = Path.of("infra/demo/sample.csv");
    private static final String HEADER = RetailFile.HEADER;

    private final FakeOrdersApi api = new FakeOrdersApi();
    private final Queue<Duration> pauses = new ConcurrentLinkedQueue<>();
    private final Path temp;

    DemoTest(@TempDir Path temp) throws IOException {
        this.temp = temp;
    }

    private record Run(int exitCode, String output, String error) {

        /** Without what is different each time. */
        String summary() {
            return output.substring(output.indexOf("Read "))
                    .replaceAll("(?m)^Time .*$", "Time")
                    .replace(System.lineSeparator(), "\n");
        }
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void an_invoice_is_created_with_all_its_rows_and_then_shipped() throws Exception {
        run(file("1001,A1,\"A, first\",6,1/2/2025,2.55,,Österreich", "1001,A1,,1,1/2/2025,0,,"));

        assertThat(api.commands())
                .containsExactly(
                        new Request(
                                "/orders",
                                "demo-create-1001",
                                """
                                {"orderId":"1001","customerId":"guest","items":[\
                                {"itemId":"A1","quantity":6,"price":2.55},\
                                {"itemId":"A1","quantity":1,"price":0}],\
                                "occurredAt":"2025-02-01T00:00:00Z"}\
                                """),
                        new Request(
                                "/orders/1001/shipment",
                                "demo-ship-1001",
                                "{\"shippingAddress\":\"Österreich\",\"occurredAt\":\"2025-02-01T00:00:00Z\"}"));
    }

    @Test
    void prices_are_sent_with_their_digits_and_without_an_exponent() throws Exception {
        run(file("1001,A1,,6,1/2/2025,1E-4,,", "1001,A1,,1,1/2/2025,0.0,,"));

        assertThat(api.commands())
                .extracting(Request::body)
                .containsExactly(
                        """
                        {"orderId":"1001","customerId":"guest","items":[\
                        {"itemId":"A1","quantity":6,"price":0.0001},\
                        {"itemId":"A1","quantity":1,"price":0.0}],\
                        "occurredAt":"2025-02-01T00:00:00Z"}\
                        """);
    }

    @Test
    void any_text_of_the_file_arrives_as_it_is() throws Exception {
        String awkward = "a\"b\\c\nd\te\u0000f\u001fg/hÖ\u2028i\uD83D\uDE00";

        run(file("1001,A1,,6,1/2/2025,2.55,,\"" + awkward.replace("\"", "\"\"") + "\""));

        String shipment = api.commands().getLast().body();
        assertThat(new ObjectMapper().readTree(shipment).get("shippingAddress").asText())
                .isEqualTo(awkward);
    }

    @Test
    void the_rows_that_spreadsheets_write_become_orders_or_are_skipped_with_a_reason()
            throws Exception {
        Run run =
                run(
                        file(
                                "9001,22423,STAND,2,12/2/2010,12.75,17850.0,Germany",
                                "9002,22423,STAND,1,12/2/2010,12.75,nan,Germany",
                                ",,,,,,,",
                                "9003.0,22423,STAND,1.0,12/1/2010 8:26,12.75,17850,Germany",
                                "A9005,B,Adjust bad debt,1,2010-12-01,11062.06,,United Kingdom",
                                "9006,22423,STAND,1,some day,12.75,17850,Germany"));

        assertThat(run.exitCode()).isZero();
        assertThat(api.commands())
                .extracting(Request::body)
                .filteredOn(body -> body.contains("orderId"))
                .containsExactlyInAnyOrder(
                        """
                        {"orderId":"9001","customerId":"17850","items":[\
                        {"itemId":"22423","quantity":2,"price":12.75}],\
                        "occurredAt":"2010-12-02T00:00:00Z"}\
                        """,
                        """
                        {"orderId":"9003","customerId":"17850","items":[\
                        {"itemId":"22423","quantity":1,"price":12.75}],\
                        "occurredAt":"2010-12-01T08:26:00Z"}\
                        """);
        assertThat(run.summary())
                .contains(
                        "Read              5 rows of 5 invoices",
                        "1  adjustment (A...)",
                        "1  CustomerID is nan or null",
                        "1  InvoiceDate is not a date such as 12/1/2010 8:26 or 2010-12-01, up to now");
    }

    @Test
    void a_file_in_windows_1252_is_announced_in_one_line() throws Exception {
        Path file =
                Files.writeString(
                        temp.resolve("windows.csv"),
                        HEADER + "\r\n1001,A1,,6,1/2/2025,2.55,17850,Côte d’Ivoire €\r\n",
                        Charset.forName("windows-1252"));

        Run run = run(file);

        assertThat(run.output()).contains(file + " is not UTF-8. It is read as windows-1252.");
        assertThat(api.commands().getLast().body())
                .startsWith("{\"shippingAddress\":\"Côte d’Ivoire €\",");
        assertThat(run(SAMPLE).output()).doesNotContain("is read as");
    }

    @Test
    void a_file_that_cannot_be_sent_is_refused_before_any_command() throws Exception {
        Run unclosed = run(file("1001,A1,,6,1/2/2025,2.55,,", "1002,\"A1,,6,1/2/2025,2.55,,"));
        Run ragged = run(file("1001,A1,,6,1/2/2025,2.55,,", "1002,A1,6"));

        assertThat(unclosed.exitCode()).isEqualTo(1);
        assertThat(unclosed.error()).contains("orders.csv is not a CSV file");
        assertThat(ragged.exitCode()).isEqualTo(1);
        assertThat(ragged.error()).contains("the row that ends in line 3 has 3 fields");
        assertThat(api.commands()).isEmpty();
    }

    @Test
    void an_order_without_a_country_is_left_open() throws Exception {
        Run run = run(file("1001,A1,,6,1/2/2025,2.55,17850,"));

        assertThat(run.exitCode()).isZero();
        assertThat(api.commands()).extracting(Request::path).containsExactly("/orders");
        assertThat(run.summary())
                .contains("1  left open: no country to ship to", "Events            2,");
    }

    @Test
    void the_summary_counts_what_is_stored_and_what_is_skipped() throws Exception {
        Run run = run(SAMPLE);

        assertThat(run.exitCode()).isZero();
        assertThat(run.error()).isEmpty();
        assertThat(run.output())
                .contains("Sending the 10 orders of " + SAMPLE + " to " + api.address())
                .containsPattern("Time +\\d+\\.\\d\\d s, [\\d,]+ orders per second");
        assertThat(run.summary())
                .isEqualTo(
                        """
                        Read              25 rows of 12 invoices
                        Rows skipped      6
                                                2  StockCode is not a legal item id
                                                3  quantity is below 1
                                                1  price is not a number such as 1250.75, from 0, with at most 4 decimals
                        Invoices skipped  2
                                                1  credit note (C...)
                                                1  every row is skipped
                                                2  rows of these invoices, not counted above
                        Orders            10 are stored, by this run or an earlier one
                                                1  left open: no country to ship to
                        Events            36, by the versions in the answers
                                          each order has as many as the file gives it: none is recorded twice
                        Recorded          2026-01-31T08:15:30.120Z to 2026-01-31T08:15:35.404Z by the API's clock
                                          (sending the file again does not change these times)
                        Time
                        Failed            0
                        """);
    }

    @Test
    void a_second_run_sends_the_same_and_records_nothing() throws Exception {
        Run first = run(SAMPLE);
        List<Request> commands = api.commands();
        int recorded = api.recorded();

        Run second = run(SAMPLE);

        assertThat(second.exitCode()).isZero();
        assertThat(second.summary()).isEqualTo(first.summary());
        assertThat(api.commands().subList(commands.size(), api.commands().size()))
                .containsExactlyInAnyOrderElementsOf(commands);
        assertThat(api.recorded()).isEqualTo(recorded).isEqualTo(commands.size());
    }

    @Test
    void each_command_has_a_key_of_its_own() throws Exception {
        run(SAMPLE);

        assertThat(api.commands()).extracting(Request::key).doesNotHaveDuplicates().hasSize(19);
    }

    @Test
    void as_many_orders_are_sent_at_a_time_as_asked_for() throws Exception {
        api.waitForCommands(4);

        Run run = run(invoices(20), "--parallel", "4");

        assertThat(run.exitCode()).isZero();
        assertThat(api.mostAtATime()).isEqualTo(4);
    }

    @Test
    void a_command_is_repeated_after_the_time_that_the_api_asks_for() throws Exception {
        api.fail(new Refused(503, Map.of("Retry-After", "3"), ""));
        api.fail(new Refused(429, Map.of("Retry-After", "1"), ""));

        Run run = run(invoices(1));

        assertThat(run.exitCode()).isZero();
        assertThat(pauses).containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(1));
        assertThat(api.commands().subList(0, 3)).containsOnly(api.commands().getFirst());
        assertThat(api.recorded()).isEqualTo(2);
    }

    @Test
    void no_pause_is_longer_than_half_a_minute() throws Exception {
        api.fail(new Refused(503, Map.of("Retry-After", "86400"), ""));

        run(invoices(1));

        assertThat(pauses).containsExactly(Duration.ofSeconds(30));
    }

    @Test
    void pauses_double_if_the_api_does_not_ask_for_seconds() throws Exception {
        for (int i = 0; i < OrdersApi.MAX_ATTEMPTS - 1; i++) {
            api.fail(new Refused(503, Map.of("Retry-After", "Wed, 21 Oct 2026 07:28:00 GMT"), ""));
        }

        Run run = run(invoices(1));

        assertThat(run.exitCode()).isZero();
        List<Duration> inOrder = List.copyOf(pauses);
        assertThat(inOrder).hasSize(5);
        assertThat(inOrder.get(0)).isBetween(Duration.ofMillis(100), Duration.ofMillis(200));
        assertThat(inOrder.get(4)).isBetween(Duration.ofMillis(1_600), Duration.ofMillis(3_200));
    }

    @Test
    void a_command_whose_answer_is_lost_is_sent_again_and_recorded_once() throws Exception {
        api.fail(new HandledButUnanswered());

        Run run = run(invoices(1));

        assertThat(run.exitCode()).isZero();
        assertThat(run.summary()).contains("Events            3, ", "none is recorded twice");
        assertThat(api.commands()).hasSize(3);
        assertThat(api.recorded()).isEqualTo(2);
    }

    @Test
    void a_command_fails_after_six_attempts() throws Exception {
        for (int i = 0; i < OrdersApi.MAX_ATTEMPTS; i++) {
            api.fail(new Refused(503, Map.of(), "{\"detail\":\"the store is not available\"}"));
        }

        Run run = run(invoices(1));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(api.commands()).hasSize(OrdersApi.MAX_ATTEMPTS);
        assertThat(run.summary()).contains("10001  create: 503 the store is not available");
    }

    @Test
    void failures_are_counted_and_the_first_five_are_shown() throws Exception {
        for (int i = 0; i < 7; i++) {
            api.fail(new Refused(409, Map.of(), "{\"detail\":\"order exists \\\"already\\\"\"}"));
        }

        Run run = run(invoices(8), "--parallel", "1");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.summary())
                .contains(
                        "Orders            1 are stored",
                        """
                        Failed            7
                                          10001  create: 409 order exists "already"
                                          10002  create: 409 order exists "already"
                        """,
                        "and 2 more");
        assertThat(api.commands()).filteredOn(c -> c.path().endsWith("/shipment")).hasSize(1);
    }

    @Test
    void a_failure_shows_the_detail_of_the_problem_or_else_the_body() throws Exception {
        api.fail(
                new Refused(
                        400,
                        Map.of(),
                        "{\"title\":\"\\\"detail\\\":\",\"detail\" : \"C:\\\\\\u00e9\"}"));
        api.fail(new Refused(502, Map.of(), "<html>\n  bad   gateway</html>"));
        api.fail(new Refused(500, Map.of(), ""));

        Run run = run(invoices(3), "--parallel", "1");

        assertThat(run.summary())
                .contains(
                        "10001  create: 400 C:\\é\n",
                        "10002  create: 502 <html> bad gateway</html>\n",
                        "10003  create: 500\n");
    }

    @Test
    void an_order_id_that_another_client_used_is_a_failure() throws Exception {
        run(file("1001,A1,,6,1/2/2025,2.55,17850,Norway"));

        Run run = run(file("1001,B2,,1,1/2/2025,9.95,17850,Norway"));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.summary()).contains("1001  create: 409 order 1001 exists already");
    }

    @Test
    void an_order_with_more_events_than_the_file_gives_it_is_named() throws Exception {
        run(file("1001,A1,,6,1/2/2025,2.55,17850,Norway"));

        Run run = run(file("1001,A1,,6,1/2/2025,2.55,17850,Sweden"));

        assertThat(run.summary())
                .contains(
                        "1  orders have more or fewer than the file gives them: 1001 is at version 4, not 3");
    }

    @Test
    void after_the_api_stops_answering_the_rest_is_not_tried() throws Exception {
        api.stopAnswering();

        Run run = run(invoices(50), "--parallel", "2");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(api.commands()).hasSizeLessThanOrEqualTo(2 * OrdersApi.MAX_ATTEMPTS);
        assertThat(run.summary())
                .contains("Orders            0 are stored", "create: no answer, ")
                .containsPattern("Not tried +4[89], because the API stopped answering");
    }

    @Test
    void without_an_api_the_error_says_how_to_start_one() throws Exception {
        String nobody;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = "http://localhost:" + socket.getLocalPort();
        }

        Run run = start(SAMPLE.toString(), nobody);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.output()).isEmpty();
        assertThat(run.error())
                .contains(
                        "No API answers at " + nobody + " (ConnectException", "./mvnw quarkus:dev");
    }

    @Test
    void another_server_gets_no_command() throws Exception {
        Run run = start(SAMPLE.toString(), api.address() + "/elsewhere");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.error())
                .contains("The server at " + api.address() + "/elsewhere is not this API", "404");
        assertThat(api.commands()).isEmpty();
    }

    @Test
    void a_missing_file_and_a_wrong_option_have_different_exit_codes() throws Exception {
        Run missing = start("none.csv", api.address());
        Run wrong = start("--fast");

        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.error()).startsWith("There is no file none.csv.");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.error()).contains("Unknown option: '--fast'", "--help");
    }

    @Test
    void help_needs_no_api() throws Exception {
        Run run = start("--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.output())
                .startsWith("Usage: infra/demo/run [--parallel N] [FILE.csv] [http://API]")
                .contains(
                        RetailFile.HEADER,
                        "--parallel",
                        "UTF-16",
                        "Windows-1252",
                        "17850.0",
                        "adjustments (A...)",
                        "nan or null",
                        "Idempotency-Key",
                        "Exit code: 0 if");
        assertThat(run.error()).isEmpty();
    }

    @Test
    void without_a_file_the_sample_is_sent() throws Exception {
        assertThat(start(api.address()).output()).contains("Sending the 10 orders of " + SAMPLE);
    }

    @Test
    void on_a_terminal_the_progress_bar_overwrites_itself() throws Exception {
        assertThat(start(true, SAMPLE.toString(), api.address()).output())
                .contains(
                        "\r[                                        ] 0 of 10 orders",
                        "\r[########################################] 10 of 10 orders"
                                + System.lineSeparator());
    }

    @Test
    void without_a_terminal_nothing_is_overwritten() throws Exception {
        assertThat(run(SAMPLE).output().replace(System.lineSeparator(), "\n"))
                .doesNotContain("\r", "[");
    }

    @Test
    void the_bar_is_half_full_after_half_of_the_orders() {
        assertThat(Sender.bar(1_500, 3_000))
                .isEqualTo("[####################                    ] 1,500 of 3,000 orders");
    }

    private Run run(Path file, String... options) throws InterruptedException, ExecutionException {
        return start(
                Stream.concat(Stream.of(file.toString(), api.address()), Stream.of(options))
                        .toArray(String[]::new));
    }

    private Run start(String... args) throws InterruptedException, ExecutionException {
        return start(false, args);
    }

    private Run start(boolean terminal, String... args)
            throws InterruptedException, ExecutionException {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var demo =
                new Demo(
                        SAMPLE,
                        terminal,
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        pauses::add);
        int exitCode = demo.run(List.of(args));
        return new Run(exitCode, out.toString(UTF_8), err.toString(UTF_8));
    }

    private Path invoices(int count) throws IOException {
        return file(
                IntStream.rangeClosed(1, count)
                        .mapToObj(i -> (10_000 + i) + ",A1,,1,1/2/2025,1.5,17850,Norway")
                        .toArray(String[]::new));
    }

    private Path file(String... rows) throws IOException {
        return Files.writeString(
                temp.resolve("orders.csv"), HEADER + "\r\n" + String.join("\r\n", rows) + "\r\n");
    }
}
