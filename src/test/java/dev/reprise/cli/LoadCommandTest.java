package dev.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reprise.cli.FakeOrdersApi.Fault.HandledButUnanswered;
import dev.reprise.cli.FakeOrdersApi.Fault.None;
import dev.reprise.cli.FakeOrdersApi.Fault.Refused;
import dev.reprise.cli.FakeOrdersApi.Request;
import dev.reprise.cli.Tool.Run;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code load} against an API over HTTP. */
class LoadCommandTest {

    private static final Path SAMPLE = Tool.SAMPLE;
    private static final String HEADER = RetailFile.HEADER;

    private static final int ATTEMPTS = new ApiOptions().attempts;

    private final FakeOrdersApi api = new FakeOrdersApi();
    private final Tool tool = new Tool();
    private final Path temp;

    LoadCommandTest(@TempDir Path temp) throws IOException {
        this.temp = temp;
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void an_invoice_is_created_with_all_its_rows_and_then_shipped() throws Exception {
        run(file("1001,A1,\"A, first\",6,1/2/2025,2.55,,Österreich", "1001,A1,,1,1/2/2025,0,,"));

        assertThat(api.commands())
                .extracting(Request::path, Request::body)
                .containsExactly(
                        tuple(
                                "/orders",
                                """
                                {"orderId":"1001","customerId":"guest","items":[\
                                {"itemId":"A1","quantity":6,"price":2.55},\
                                {"itemId":"A1","quantity":1,"price":0}],\
                                "occurredAt":"2025-02-01T00:00:00Z"}\
                                """),
                        tuple(
                                "/orders/1001/shipment",
                                "{\"shippingAddress\":\"Österreich\",\"occurredAt\":\"2025-02-01T00:00:00Z\"}"));
    }

    /** Whoever changes the keys makes an interrupted load of an earlier release record again. */
    @Test
    void a_key_is_made_of_what_the_command_says() throws Exception {
        run(file("1001,A1,,6,1/2/2025,2.55,,Norway"));
        run(file("1001,A1,,7,1/2/2025,2.55,,Norway"));

        assertThat(api.commands())
                .extracting(Request::key)
                .containsExactly(
                        "4b3287cc-d847-15c5-5145-cb615c6c44fa",
                        "74bdfeed-34d8-af43-112f-baf776c36251",
                        "c45b01e8-2265-7e8d-1af3-79be1272a39d");
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

        assertThat(unclosed.exitCode()).isEqualTo(ExitCode.USAGE.number());
        assertThat(unclosed.error()).contains("orders.csv is not a CSV file");
        assertThat(ragged.exitCode()).isEqualTo(ExitCode.USAGE.number());
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
        assertThat(run.error()).isEqualTo("10 of 10 orders" + System.lineSeparator());
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
                        Orders            10 are stored
                                               10  recorded by this run
                                                1  left open: no country to ship to
                        Events            36, by the versions in the answers
                                          each order has as many as the file gives it: none is recorded twice
                        Recorded          2026-01-31T08:15:30.120Z to 2026-01-31T08:15:35.404Z by the API's clock
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
        assertThat(first.summary()).contains("10  recorded by this run").doesNotContain("before");
        assertThat(second.summary())
                .contains(
                        "0  recorded by this run",
                        "10  were stored before, and nothing was recorded again",
                        "none is recorded twice");
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
        assertThat(tool.pauses()).containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(1));
        assertThat(api.commands().subList(0, 3)).containsOnly(api.commands().getFirst());
        assertThat(api.recorded()).isEqualTo(2);
    }

    @Test
    void no_pause_is_longer_than_half_a_minute() throws Exception {
        api.fail(new Refused(503, Map.of("Retry-After", "86400"), ""));

        run(invoices(1));

        assertThat(tool.pauses()).containsExactly(Duration.ofSeconds(30));
    }

    @Test
    void pauses_double_if_the_api_does_not_ask_for_seconds() throws Exception {
        for (int i = 0; i < ATTEMPTS - 1; i++) {
            api.fail(new Refused(503, Map.of("Retry-After", "Wed, 21 Oct 2026 07:28:00 GMT"), ""));
        }

        Run run = run(invoices(1));

        assertThat(run.exitCode()).isZero();
        List<Duration> inOrder = tool.pauses();
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
    void the_load_ends_after_six_attempts_of_one_command() throws Exception {
        for (int i = 0; i < ATTEMPTS; i++) {
            api.fail(new Refused(503, Map.of(), "{\"detail\":\"the store is not available\"}"));
        }

        Run run = run(invoices(50), "--parallel", "1");

        assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE.number());
        assertThat(api.commands()).hasSize(ATTEMPTS);
        assertThat(run.error())
                .contains(
                        "refused 6 times: the store is not available (503). Run the command again later.",
                        "Run the same command again: it records nothing twice.");
        assertThat(run.summary())
                .contains(
                        "Not tried         49, for the reason above",
                        "Sent again        5 requests");
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
                                          10001  create: order exists "already" (409).
                                          10002  create: order exists "already" (409).
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
        api.fail(new Refused(500, Map.of(), "<html>\n  bad gateway\u001b[2J</html>"));
        api.fail(new Refused(500, Map.of(), ""));

        Run run = run(invoices(3), "--parallel", "1");

        assertThat(run.summary())
                .contains(
                        "10001  create: C:\\é (400).\n",
                        "10002  create: <html>   bad gateway\\u001b[2J</html> (500).\n",
                        "10003  create: The API gave no reason (500).\n");
    }

    @Test
    void an_order_id_that_another_client_used_is_a_failure() throws Exception {
        run(file("1001,A1,,6,1/2/2025,2.55,17850,Norway"));

        Run run = run(file("1001,B2,,1,1/2/2025,9.95,17850,Norway"));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.summary())
                .contains(
                        "1001  create: order 1001 exists already (409 order-already-exists). Another command");
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

        assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE.number());
        assertThat(api.commands()).hasSizeLessThanOrEqualTo(2 * ATTEMPTS);
        assertThat(run.error()).contains("No API answers at " + api.address());
        assertThat(run.summary())
                .contains("Orders            0 are stored", "create: No API answers at ")
                .containsPattern("Not tried +4[89], for the reason above");
    }

    @Test
    void after_an_interruption_only_what_is_missing_is_recorded() throws Exception {
        Path file = invoices(20);
        for (int i = 0; i < 9; i++) {
            api.fail(new None());
        }
        for (int i = 0; i < ATTEMPTS; i++) {
            api.fail(new Refused(503, Map.of(), ""));
        }
        Run first = run(file, "--parallel", "1");
        int recorded = api.recorded();

        Run second = run(file);

        assertThat(first.exitCode()).isEqualTo(ExitCode.UNREACHABLE.number());
        assertThat(recorded).isEqualTo(9);
        assertThat(second.exitCode()).isZero();
        assertThat(second.summary())
                .contains(
                        "16  recorded by this run",
                        "4  were stored before",
                        "Events            60,");
        assertThat(api.recorded()).isEqualTo(2 * 20);
    }

    @Test
    void without_an_api_the_error_says_how_to_start_one() throws Exception {
        String nobody;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = "http://localhost:" + socket.getLocalPort();
        }

        Run run = start(SAMPLE.toString(), "--url", nobody);

        assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE.number());
        assertThat(run.output()).isEmpty();
        assertThat(run.error())
                .contains(
                        "No API answers at " + nobody + " (ConnectException", "./mvnw quarkus:dev");
        assertThat(tool.pauses()).hasSize(ATTEMPTS - 1);
    }

    @Test
    void another_server_gets_no_command() throws Exception {
        Run run = start(SAMPLE.toString(), "--url", api.address() + "/elsewhere");

        assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE.number());
        assertThat(run.error()).contains("(404). The server is not this API: check --url.");
        assertThat(api.commands()).isEmpty();
    }

    @Test
    void a_caller_who_may_not_create_orders_is_told_so_once() throws Exception {
        api.fail(
                new Refused(
                        403,
                        Map.of(),
                        """
                        {"type":"urn:reprise:problem:forbidden","status":403,\
                        "detail":"the token lacks a scope","scope":"orders:write:any"}\
                        """));

        Run run = run(invoices(50), "--parallel", "1");

        assertThat(run.exitCode()).isEqualTo(ExitCode.FORBIDDEN.number());
        assertThat(run.error())
                .contains(
                        "the token lacks a scope (403 forbidden). Use a token with the scope orders:write:any.");
        assertThat(api.commands()).hasSize(1);
    }

    @Test
    void a_missing_file_and_wrong_arguments_are_refused_before_anything_is_sent() throws Exception {
        Run missing = run(Path.of("none.csv"));
        Run wrong = start("--fast");

        assertThat(missing.exitCode()).isEqualTo(ExitCode.USAGE.number());
        assertThat(missing.error()).startsWith("There is no file none.csv.");
        assertThat(wrong.exitCode()).isEqualTo(ExitCode.USAGE.number());
        assertThat(wrong.error()).contains("Unknown option: '--fast'", "reprise load --help");
        assertThat(run(SAMPLE, "--parallel", "0").error())
                .contains("--parallel takes a number from 1 to 256, not 0.");
        assertThat(run(SAMPLE, "--parallel", "257").exitCode()).isEqualTo(2);
    }

    @Test
    void help_needs_no_api() throws Exception {
        Run run = start("--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.output())
                .contains(
                        RetailFile.HEADER,
                        "--parallel",
                        "UTF-16",
                        "Windows-1252",
                        "17850.0",
                        "adjustments (A...)",
                        "nan or null",
                        "Idempotency-Key");
        assertThat(run.error()).isEmpty();
    }

    @Test
    void without_a_file_the_sample_is_sent() throws Exception {
        assertThat(start("--url", api.address()).output())
                .contains("Sending the 10 orders of " + SAMPLE);
    }

    @Test
    void on_a_terminal_the_progress_bar_overwrites_itself() throws Exception {
        tool.onTerminal();

        assertThat(run(SAMPLE).error())
                .startsWith("\r[                                        ] 0 of 10 orders")
                .endsWith(
                        "\r[########################################] 10 of 10 orders"
                                + System.lineSeparator());
    }

    @Test
    void with_json_there_is_one_object_and_no_progress() throws Exception {
        api.fail(new Refused(409, Map.of(), "{\"detail\":\"no\"}"));

        Run run = run(invoices(3), "--parallel", "1", "--json");

        assertThat(run.exitCode()).isEqualTo(ExitCode.WRONG.number());
        assertThat(run.error()).isEmpty();
        assertThat(run.lines())
                .containsExactly(
                        """
                        {"rows":3,"invoices":3,"skippedRows":0,"skippedInvoices":0,"orders":3,\
                        "stored":2,"storedEarlier":0,"events":6,"different":0,\
                        "requestsRepeated":0,"notTried":0,\
                        "failed":[{"orderId":"10001","why":"create: no (409)."}]}\
                        """);
    }

    private Run run(Path file, String... options) {
        return start(
                Stream.concat(
                                Stream.of(file.toString(), "--url", api.address()),
                                Stream.of(options))
                        .toArray(String[]::new));
    }

    private Run start(String... args) {
        return tool.run(Stream.concat(Stream.of("load"), Stream.of(args)).toArray(String[]::new));
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
