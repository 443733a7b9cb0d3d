package dev.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.cli.Tool.Run;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code watch feed} against a feed. */
class WatchFeedTest {

    private final FakeFeed feed = new FakeFeed();

    WatchFeedTest() throws IOException {
        feed.append("order-a", 2);
        feed.append("order-b", 1);
        feed.append("order-a", 2);
    }

    @AfterEach
    void close() {
        feed.close();
    }

    private Run watch(String... more) {
        return new Tool()
                .run(
                        Stream.concat(
                                        Stream.of(
                                                "watch",
                                                "feed",
                                                "--url",
                                                feed.address(),
                                                "--attempts",
                                                "1"),
                                        Stream.of(more))
                                .toArray(String[]::new));
    }

    @Test
    void the_events_of_all_streams_are_shown_in_the_order_of_the_feed() {
        Run run = watch("--no-follow");

        assertThat(run.exitCode()).as(run.error()).isZero();
        assertThat(run.lines())
                .containsExactly(
                        "     1  at-1  order-a@1  Odd",
                        "     2  at-1  order-a@2  Even",
                        "     3  at-1  order-b@1  Odd",
                        "     4  at-3  order-a@3  Odd",
                        "     5  at-3  order-a@4  Even");
        assertThat(feed.requests())
                .containsExactly("/feed?after=0&limit=200", "/feed?after=3&limit=200");
    }

    @Test
    void json_shows_each_event_as_the_api_does() {
        assertThat(watch("--no-follow", "--json", "--after", "4").lines())
                .containsExactly(
                        "{\"position\":5,\"stream\":\"order-a\",\"sequenceNumber\":4,\"eventType\":\"Even\",\"timestamp\":\"at-3\",\"metadata\":{\"commandId\":\"order-a-3\"}}");
    }

    @Test
    void it_goes_on_after_pages_without_an_event_that_is_wanted() {
        Run run =
                watch(
                        "--no-follow",
                        "--type",
                        "Even",
                        "--category",
                        "order",
                        "--correlation",
                        "a b",
                        "--after",
                        "2");

        assertThat(run.lines()).containsExactly("     5  at-3  order-a@4  Even");
        assertThat(feed.requests())
                .containsExactly(
                        "/feed?after=2&limit=200&category=order&correlation=a%20b&type=Even");
    }

    @Test
    void new_events_are_followed_from_the_end_on() {
        feed.putLater(feed.store("order-c", 1).events());
        feed.failAfter(3);

        Run run = watch("--from-end");

        assertThat(run.lines()).containsExactly("     6  at-1  order-c@1  Odd");
        assertThat(feed.requests())
                .containsExactly(
                        "/feed?limit=1",
                        "/feed?after=5&limit=200&wait=10",
                        "/feed?after=6&limit=200&wait=10",
                        "/feed?after=6&limit=200&wait=10");
        assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE.number());
        assertThat(run.error()).contains("Go on with --after 6.");
    }

    @Test
    void options_of_streams_and_of_the_feed_are_kept_apart() {
        for (List<String> wrong :
                List.of(
                        List.of("--from", "1"),
                        List.of("--after", "-1"),
                        List.of("--after", "1", "--from-end"))) {
            assertThat(watch(wrong.toArray(String[]::new)).exitCode())
                    .as("%s", wrong)
                    .isEqualTo(ExitCode.USAGE.number());
        }
        for (String wrong :
                List.of("--after=1", "--from-end", "--type=A", "--category=a", "--correlation=a")) {
            assertThat(
                            new Tool()
                                    .run("watch", "order-a", wrong, "--url", feed.address())
                                    .exitCode())
                    .as(wrong)
                    .isEqualTo(ExitCode.USAGE.number());
        }
        assertThat(feed.requests()).isEmpty();
    }
}
