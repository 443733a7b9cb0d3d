package dev.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.cli.Tool.Run;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code show} and {@code watch} against an API that says what the tests want. */
class ShowAndWatchTest {

    private static final String CREATED =
            "{\"sequenceNumber\":1,\"eventType\":\"OrderCreated\",\"orderId\":\"a\",\"customerId\":\"ann\",\"timestamp\":\"2026-01-31T08:15:30.120Z\",\"metadata\":{\"commandId\":\"c1\",\"actor\":\"joe\"}}";
    private static final String ADDED =
            "{\"sequenceNumber\":2,\"eventType\":\"OrderItemAdded\",\"orderId\":\"a\",\"itemId\":\"pen\",\"quantity\":5,\"price\":1.20,\"timestamp\":\"2026-01-31T08:15:31.120Z\",\"metadata\":{\"commandId\":\"c2\"}}";
    private static final String SHIPPED =
            "{\"sequenceNumber\":3,\"eventType\":\"OrderShipped\",\"orderId\":\"a\",\"shippingAddress\":\"1 Sea Road\\nHull\",\"timestamp\":\"2026-01-31T08:15:32.120Z\",\"metadata\":{\"commandId\":\"c3\"}}";

    private final FakeApi api = new FakeApi();
    private final Tool tool = new Tool();

    ShowAndWatchTest() throws IOException {
        page(0, CREATED, ADDED, SHIPPED);
        page(1, ADDED, SHIPPED);
        page(2, SHIPPED);
        page(3);
        state(
                "?version=1",
                "{\"orderId\":\"a\",\"status\":\"OPEN\",\"items\":[],\"total\":0,\"version\":1}");
        state(
                "?version=2",
                "{\"orderId\":\"a\",\"status\":\"OPEN\",\"items\":[{\"itemId\":\"pen\",\"quantity\":5,\"price\":1.2}],\"total\":6,\"version\":2}");
        state(
                "?version=3",
                "{\"orderId\":\"a\",\"status\":\"SHIPPED\",\"items\":[{\"itemId\":\"pen\",\"quantity\":5,\"price\":1.2}],\"total\":6,\"shippingAddress\":\"1 Sea Road\\nHull\",\"version\":3}");
    }

    private void page(int after, String... events) {
        api.answer(
                "GET /orders/a/events?after=" + after + "&limit=200",
                "{\"events\":[" + String.join(",", events) + "]}");
    }

    private void state(String query, String order) {
        api.answer("GET /orders/a" + query, order);
    }

    @AfterEach
    void close() {
        api.close();
    }

    private Run run(String... args) {
        return tool.run(
                Stream.concat(Stream.of(args), Stream.of("--url", api.address()))
                        .toArray(String[]::new));
    }

    @Test
    void each_event_is_shown_with_what_it_changed_and_the_order_after_it() {
        Run run = run("show", "a");

        assertThat(run.exitCode()).as(run.error()).isZero();
        assertThat(run.output().replace(System.lineSeparator(), "\n"))
                .isEqualTo(
                        """
                             1  2026-01-31T08:15:30.120Z  OrderCreated  customerId=ann  by joe
                                  + status  OPEN
                                  + total  0
                                = OPEN, version 1, 0 lines, total 0
                             2  2026-01-31T08:15:31.120Z  OrderItemAdded  itemId=pen quantity=5 price=1.20
                                  + item pen at 1.2  5
                                  ~ total  0 -> 6
                                = OPEN, version 2, 1 line, total 6
                             3  2026-01-31T08:15:32.120Z  OrderShipped  shippingAddress="1 Sea Road Hull"
                                  ~ status  OPEN -> SHIPPED
                                  + shippingAddress  "1 Sea Road Hull"
                                = SHIPPED, version 3, 1 line, total 6
                        """);
    }

    @Test
    void one_version_is_shown_with_the_event_that_made_it_and_the_whole_order() {
        Run run = run("show", "a", "--version", "2");

        assertThat(run.output())
                .contains("OrderItemAdded", "+ item pen at 1.2  5", "\"quantity\" : 5")
                .doesNotContain("OrderCreated", "OrderShipped");
        assertThat(api.requests())
                .containsExactly(
                        "GET /orders/a?version=2",
                        "GET /orders/a?version=1",
                        "GET /orders/a/events?after=1&limit=200");
    }

    @Test
    void an_instant_is_shown_as_the_version_of_that_time() {
        state(
                "?asOf=2026-01-31T08%3A15%3A30.500Z",
                "{\"orderId\":\"a\",\"status\":\"OPEN\",\"items\":[],\"total\":0,\"version\":1}");

        Run run = run("show", "a", "--as-of", "2026-01-31T08:15:30.500Z", "--json");

        assertThat(run.lines()).hasSize(1);
        assertThat(run.output())
                .contains(
                        "{\"event\":" + CREATED,
                        "\"state\":{\"orderId\":\"a\"",
                        "{\"field\":\"status\",\"before\":\"\",\"after\":\"OPEN\"}");
    }

    @Test
    void an_order_that_does_not_exist_has_an_exit_code_of_its_own() {
        api.problem(
                "GET /orders/b/events?after=0&limit=200",
                404,
                "order-not-found",
                "there is no order b");

        Run run = run("show", "b");

        assertThat(run.exitCode()).isEqualTo(ExitCode.NOT_FOUND.number());
        assertThat(run.error().strip())
                .isEqualTo(
                        "there is no order b (404 order-not-found). Check the id: upper and lower case differ.");
    }

    @Test
    void version_and_as_of_exclude_each_other() {
        Run run = run("show", "a", "--version", "1", "--as-of", "2026-01-31T08:15:30Z");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.number());
        assertThat(run.error()).contains("Give --version or --as-of, not both.");
    }

    @Test
    void the_token_is_sent() {
        run("watch", "order-a", "--no-follow", "--token", "t0k");
        run("watch", "order-a", "--no-follow");

        assertThat(api.requests()).hasSize(4);
        assertThat(api.authorizations()).containsExactly("Bearer t0k", "Bearer t0k");
    }

    @Test
    void a_caller_without_a_token_is_told_how_to_give_one() {
        api.answer("GET /orders/b/events?after=0&limit=200", 401, "{\"message\":\"Unauthorized\"}");

        Run run = run("show", "b");

        assertThat(run.exitCode()).isEqualTo(ExitCode.FORBIDDEN.number());
        assertThat(run.error().strip())
                .isEqualTo("Unauthorized (401). Give a token with --token or $REPRISE_TOKEN.");
    }

    @Test
    void events_are_followed_as_they_come() {
        api.answer("GET /orders/a/events?after=3&limit=200", "{\"events\":[]}");
        api.answer(
                "GET /orders/a/events?after=3&limit=200",
                "{\"events\":["
                        + SHIPPED.replace("\"sequenceNumber\":3", "\"sequenceNumber\":4")
                        + "]}");
        page(4);
        Tool impatient =
                tool.pausing(length -> {
                    assertThat(length).isEqualTo(Duration.ofSeconds(1));
                    if (api.requests().contains("GET /orders/a/events?after=4&limit=200")) {
                        throw new InterruptedException();
                    }
                });

        Run run = impatient.run("watch", "order-a", "--from", "3", "--url", api.address());

        assertThat(run.exitCode()).isEqualTo(ExitCode.INTERRUPTED.number());
        assertThat(run.lines()).hasSize(2);
        assertThat(run.lines().get(0)).startsWith("     3  ");
        assertThat(run.lines().get(1)).startsWith("     4  ");
    }

    @Test
    void without_following_it_ends_after_the_events_that_are_there() {
        Run run = run("watch", "order-a", "--no-follow", "--json");

        assertThat(run.exitCode()).isZero();
        assertThat(run.lines()).containsExactly(CREATED, ADDED, SHIPPED);
        assertThat(tool.pauses()).isEmpty();
    }

    @Test
    void a_watch_that_loses_the_api_says_where_to_go_on() {
        api.answer("GET /orders/a/events?after=3&limit=200", 503, "{}");

        Run run = run("watch", "order-a", "--attempts", "3");

        assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE.number());
        assertThat(run.lines()).hasSize(3);
        assertThat(run.error()).contains("refused 3 times", "Go on with --from 4.");
        assertThat(tool.pauses()).hasSize(3).startsWith(Duration.ofSeconds(1));
    }

    @Test
    void only_streams_of_orders_can_be_watched() {
        assertThat(run("watch", "a").exitCode()).isEqualTo(ExitCode.USAGE.number());
        assertThat(run("watch", "order-").exitCode()).isEqualTo(ExitCode.USAGE.number());
        assertThat(run("watch", "order-a", "--from", "0").exitCode())
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(api.requests()).isEmpty();
    }

    @Test
    void what_a_terminal_would_act_on_is_shown_as_text() {
        api.answer(
                "GET /orders/b/events?after=0&limit=200",
                "{\"events\":["
                        + CREATED.replace("\"ann\"", "\"a\\u001b[31m\\u202eb\\u009b\"")
                        + "]}");
        api.answer("GET /orders/b/events?after=1&limit=200", "{\"events\":[]}");

        assertThat(run("watch", "order-b", "--no-follow").output())
                .contains("customerId=a\\u001b[31m\\u202eb\\u009b  by joe");
    }
}
