package dev.reprise.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.demo.FakeOrdersApi.Fault.HandledButUnanswered;
import dev.reprise.demo.FakeOrdersApi.Fault.Refused;
import dev.reprise.demo.FakeOrdersApi.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole program against an API over HTTP. */
class DemoTest {

    private static final Path SAMPLE = Path.of("infra/demo/sample.csv");
    private static final String HEADER = String.join(",", RetailFile.COLUMNS);

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
                                {"itemId":"A1","quantity":1,"price":0}]}\
                                """),
                        new Request(
                                "/orders/1001/shipment",
                                "demo-ship-1001",
                                "{\"shippingAddress\":\"Österreich\"}"));
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
    void the_summary_counts_what_is_there_and_what_was_left_out() throws Exception {
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
                                                2  StockCode is no legal item id
                                                3  quantity is below 1
                                                1  price is no number from 0 with at most 4 decimals
                        Invoices skipped  2
                                                1  credit note
                                                1  no row is left
                                                2  rows of theirs, not counted above
                        Orders            10 are there, created now or before
                                                1  left open: no country to ship to
                        Events            36, by the versions in the answers
                                          each order has as many as the file makes of it: none is recorded twice
                        Recorded          2026-01-31T08:15:30.120Z to 2026-01-31T08:15:35.404Z by the API's clock
                                          (these times stay as they are when the file is sent again)
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
    void no_two_commands_share_a_key() throws Exception {
        run(SAMPLE);

        assertThat(api.commands()).extracting(Request::key).doesNotHaveDuplicates().hasSize(19);
    }

    @Test
    void orders_are_sent_in_parallel_as_many_as_are_allowed() throws Exception {
        api.waitFor(4);

        Run run = run(invoices(20), "--parallel", "4");

        assertThat(run.exitCode()).isZero();
        assertThat(api.mostAtATime()).isEqualTo(4);
    }

    @Test
    void an_api_that_asks_to_come_again_gets_the_same_command_after_the_time_it_asks_for()
            throws Exception {
        api.fail(new Refused(503, Map.of("Retry-After", "3"), ""));
        api.fail(new Refused(429, Map.of("Retry-After", "1"), ""));

        Run run = run(invoices(1));

        assertThat(run.exitCode()).isZero();
        assertThat(pauses).containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(1));
        assertThat(api.commands().subList(0, 3)).containsOnly(api.commands().getFirst());
        assertThat(api.recorded()).isEqualTo(2);
    }

    @Test
    void a_command_whose_answer_was_lost_is_sent_again_and_recorded_once() throws Exception {
        api.fail(new HandledButUnanswered());

        Run run = run(invoices(1));

        assertThat(run.exitCode()).isZero();
        assertThat(run.summary()).contains("Events            3, ", "none is recorded twice");
        assertThat(api.commands()).hasSize(3);
        assertThat(api.recorded()).isEqualTo(2);
    }

    @Test
    void an_api_that_goes_on_asking_to_come_again_has_refused_in_the_end() throws Exception {
        for (int i = 0; i < Retries.MAX_ATTEMPTS; i++) {
            api.fail(new Refused(503, Map.of(), "{\"detail\":\"the store is not there\"}"));
        }

        Run run = run(invoices(1));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(api.commands()).hasSize(Retries.MAX_ATTEMPTS);
        assertThat(run.summary()).contains("10001  create: 503 the store is not there");
    }

    @Test
    void an_answer_that_is_no_success_is_counted_and_the_first_few_are_shown() throws Exception {
        for (int i = 0; i < 7; i++) {
            api.fail(new Refused(409, Map.of(), "{\"detail\":\"order exists \\\"already\\\"\"}"));
        }

        Run run = run(invoices(8), "--parallel", "1");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.summary())
                .contains(
                        "Orders            1 are there",
                        """
                        Failed            7
                                          10001  create: 409 order exists "already"
                                          10002  create: 409 order exists "already"
                        """,
                        "and 2 more");
        assertThat(api.commands()).filteredOn(c -> c.path().endsWith("/shipment")).hasSize(1);
    }

    @Test
    void an_order_that_another_made_is_no_order_of_the_file() throws Exception {
        run(file("1001,A1,,6,1/2/2025,2.55,17850,Norway"));

        Run run = run(file("1001,B2,,1,1/2/2025,9.95,17850,Norway"));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.summary()).contains("1001  create: 409 order 1001 exists already");
    }

    @Test
    void an_order_with_other_events_than_the_files_is_named() throws Exception {
        run(file("1001,A1,,6,1/2/2025,2.55,17850,Norway"));

        Run run = run(file("1001,A1,,6,1/2/2025,2.55,17850,Sweden"));

        assertThat(run.summary())
                .contains(
                        "1  orders have more or fewer than the file makes of them: 1001 is at version 4, not 3");
    }

    @Test
    void once_the_api_has_gone_the_rest_is_not_tried() throws Exception {
        api.goAway();

        Run run = run(invoices(50), "--parallel", "2");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(api.commands()).hasSizeLessThanOrEqualTo(2 * Retries.MAX_ATTEMPTS);
        assertThat(run.summary())
                .contains("Orders            0 are there", "create: no answer, ")
                .containsPattern("Not tried +4[89], since the API had gone");
    }

    @Test
    void where_no_api_answers_it_says_so_and_how_to_start_one() throws Exception {
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
    void what_is_not_this_api_is_sent_nothing() throws Exception {
        Run run = start(SAMPLE.toString(), api.address() + "/elsewhere");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.error())
                .contains("What answers at " + api.address() + "/elsewhere is not this API", "404");
        assertThat(api.commands()).isEmpty();
    }

    @Test
    void a_missing_file_and_a_wrong_option_are_told_apart_by_the_exit_code() throws Exception {
        Run missing = start("none.csv", api.address());
        Run wrong = start("--fast");

        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.error()).startsWith("There is no file none.csv.");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.error()).contains("There is no option --fast.", "--help");
    }

    @Test
    void help_needs_no_api() throws Exception {
        Run run = start("--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.output()).isEqualTo(Arguments.HELP);
    }

    @Test
    void without_a_file_the_sample_is_sent() throws Exception {
        assertThat(start(api.address()).output()).contains("Sending the 10 orders of " + SAMPLE);
    }

    @Test
    void on_a_terminal_a_bar_is_written_over_itself() throws Exception {
        assertThat(start(true, SAMPLE.toString(), api.address()).output())
                .contains(
                        "\r[                                        ] 0 of 10 orders",
                        "\r[########################################] 10 of 10 orders"
                                + System.lineSeparator());
    }

    @Test
    void elsewhere_nothing_is_written_over() throws Exception {
        assertThat(run(SAMPLE).output().replace(System.lineSeparator(), "\n"))
                .doesNotContain("\r", "[");
    }

    @Test
    void a_bar_grows_with_the_orders() {
        assertThat(Progress.bar(1_500, 3_000))
                .isEqualTo("[####################                    ] 1,500 of 3,000 orders");
    }

    private Run run(Path file, String... options) throws InterruptedException {
        return start(
                Stream.concat(Stream.of(file.toString(), api.address()), Stream.of(options))
                        .toArray(String[]::new));
    }

    private Run start(String... args) throws InterruptedException {
        return start(false, args);
    }

    private Run start(boolean terminal, String... args) throws InterruptedException {
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
