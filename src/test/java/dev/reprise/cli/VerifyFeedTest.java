package dev.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.cli.FakeFeed.Event;
import dev.reprise.cli.FakeFeed.Stored;
import dev.reprise.cli.Tool.Run;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code verify feed} with feeds that are complete, and with feeds that are not. */
class VerifyFeedTest {

    private final FakeFeed feed = new FakeFeed();

    VerifyFeedTest() throws IOException {}

    @AfterEach
    void close() {
        feed.close();
    }

    private Run run(String... more) {
        return run(new Tool(), more);
    }

    private Run run(Tool tool, String... more) {
        return tool.run(
                Stream.concat(
                                Stream.of(
                                        "verify",
                                        "feed",
                                        "--url",
                                        feed.address(),
                                        "--attempts",
                                        "1"),
                                Stream.of(more))
                        .toArray(String[]::new));
    }

    /** Two streams, with six events in four commits. */
    private void appendSome() {
        feed.append("order-a", 2);
        feed.append("order-b", 1);
        feed.append("order-a", 2);
        feed.append("order-b", 1);
    }

    private void assertDifferent(String difference, String state) {
        Run run = run();

        assertThat(run.exitCode()).as(run.output()).isEqualTo(ExitCode.WRONG.number());
        assertThat(run.lines()).containsExactly("DIFFERENT at " + difference, state);
    }

    @Test
    void a_complete_feed_is_counted() {
        appendSome();

        Run run = run();

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.lines())
                .containsExactly(
                        "Complete: 6 events of the feed checked, 4 commits, 2 streams, 0 different.");
        assertThat(run("--json").lines())
                .containsExactly(
                        "{\"complete\":true,\"events\":6,\"commits\":4,\"streams\":2,\"different\":0}");
    }

    @Test
    void an_empty_feed_of_an_empty_service_is_complete() {
        assertThat(run().exitCode()).isZero();
    }

    @Test
    void an_event_that_stands_there_twice_is_found() {
        appendSome();
        feed.put(List.of(feed.feed().get(1)));

        assertDifferent(
                "position 7, order-a@2: the event stands in the feed again, or after a later event of its stream",
                "7 events of the feed checked, 4 commits, 2 streams, 1 different.");
        assertThat(run("--json").lines())
                .containsExactly(
                        "{\"complete\":false,\"events\":7,\"commits\":4,\"streams\":2,\"different\":1,\"first\":{\"position\":7,\"stream\":\"order-a\",\"sequenceNumber\":2,\"reason\":\"the event stands in the feed again, or after a later event of its stream\"}}");
    }

    @Test
    void a_missing_event_is_found_at_the_next_one_of_its_stream() {
        Stored first = feed.store("order-a", 2);
        feed.append("order-b", 1);
        Stored second = feed.store("order-a", 1);
        feed.put(first.events().subList(0, 1));
        feed.put(second.events());

        assertDifferent(
                "position 3, order-a@3: event 2 of the stream is missing before it",
                "3 events of the feed checked, 2 commits, 2 streams, 1 different.");
    }

    @Test
    void a_stream_that_the_feed_lacks_is_found() {
        appendSome();
        feed.store("order-c", 1);

        assertDifferent(
                "the end, order-c@1: the feed lacks this event of the stream",
                "6 events of the feed checked, 4 commits, 2 streams, 1 different.");
    }

    @Test
    void the_last_commits_that_the_feed_lacks_are_found() {
        appendSome();
        feed.store("order-a", 1);
        feed.store("order-b", 3);

        Run run = run();

        assertThat(run.exitCode()).isEqualTo(ExitCode.WRONG.number());
        assertThat(run.lines())
                .containsExactly(
                        "DIFFERENT at the end, order-a@5: the feed lacks this event of the stream",
                        "6 events of the feed checked, 4 commits, 2 streams, 2 different.");
    }

    @Test
    void commits_that_enter_the_feed_meanwhile_are_waited_for() {
        appendSome();
        List<Event> late = feed.store("order-c", 2).events();
        List<Event> later = feed.store("order-c", 1).events();
        AtomicInteger pauses = new AtomicInteger();
        Pause pause =
                length -> {
                    assertThat(length).isEqualTo(Duration.ofSeconds(1));
                    switch (pauses.incrementAndGet()) {
                        case 1 -> feed.put(late);
                        case 2 -> feed.append("order-a", 1); // Others go on.
                        case 3 -> feed.put(later);
                        default -> throw new AssertionError("it waits for nothing");
                    }
                };

        Run run = run(new Tool().pausing(pause));

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.lines())
                .containsExactly(
                        "Complete: 10 events of the feed checked, 7 commits, 3 streams, 0 different.");
    }

    @Test
    void a_feed_that_grows_with_each_call_is_read_to_an_end() {
        appendSome();
        feed.store("order-c", 1);
        feed.growing("order-d");

        Run run = run();

        assertThat(run.exitCode()).isEqualTo(ExitCode.WRONG.number());
        assertThat(run.lines().getFirst())
                .isEqualTo(
                        "DIFFERENT at the end, order-c@1: the feed lacks this event of the stream");
        assertThat(run.lines().getLast()).endsWith("3 streams, 1 different.");
    }

    @Test
    void events_that_their_stream_does_not_have_are_found() {
        appendSome();
        feed.cut("order-b");

        assertDifferent(
                "position 6, order-b@2: the stream does not have this event",
                "6 events of the feed checked, 3 commits, 2 streams, 1 different.");
        feed.cut("order-b");
        assertThat(run().output())
                .contains("position 3, order-b@1: the stream does not have this event");
    }

    @Test
    void events_in_another_order_are_found() {
        appendSome();
        Collections.swap(feed.feed(), 0, 1);
        renumber();

        assertDifferent(
                "position 1, order-a@2: event 1 of the stream is missing before it",
                "6 events of the feed checked, 2 commits, 2 streams, 1 different.");
    }

    @Test
    void a_commit_that_is_torn_apart_is_found() {
        appendSome();
        Collections.swap(feed.feed(), 1, 2);
        renumber();

        assertDifferent(
                "position 3, order-a@2: its commit is torn apart: the event before it stands at position 1",
                "6 events of the feed checked, 3 commits, 2 streams, 1 different.");
    }

    private void renumber() {
        feed.feed().replaceAll(event -> event.at(feed.feed().indexOf(event) + 1));
    }

    @Test
    void positions_with_gaps_are_found_once() {
        appendSome();
        feed.feed().replaceAll(VerifyFeedTest::afterOtherTenants);

        assertDifferent(
                "position 8: expected was position 3. With a token of one tenant, give --one-tenant",
                "6 events of the feed checked, 4 commits, 2 streams, 0 different.");
    }

    /** Two gaps, between commits. */
    private static Event afterOtherTenants(Event event) {
        return event.at(
                event.position() + (event.position() > 2 ? 5 : 0) + (event.position() > 3 ? 9 : 0));
    }

    @Test
    void a_tenant_s_feed_may_have_gaps_and_lists_its_own_streams() {
        appendSome();
        feed.feed().replaceAll(VerifyFeedTest::afterOtherTenants);

        Run run = run("--one-tenant");

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(feed.requests())
                .contains("/streams?source=FEED&limit=200")
                .noneMatch(request -> request.contains("EVENTS"));
    }

    @Test
    void an_event_of_another_commit_is_found() {
        appendSome();
        Event third = feed.feed().get(3);
        feed.feed().set(3, new Event(4, "order-a", 3, third.type(), "at-9", third.id()));
        assertThat(run().output())
                .contains(
                        "position 4, order-a@3: timestamp is at-9 in the feed, and at-3 in the stream");
        feed.feed().set(3, new Event(4, "order-a", 3, third.type(), third.at(), "c"));
        assertThat(run().output())
                .contains(
                        "position 4, order-a@3: commandId is c in the feed, and order-a-3 in the stream");
        feed.feed().set(3, new Event(4, "order-a", 3, "Other", third.at(), third.id()));
        assertThat(run().output())
                .contains(
                        "position 4, order-a@3: eventType is Other in the feed, and Odd in the stream");
        feed.feed().set(3, new Event(4, "order-a", 3, "", third.at(), third.id()));
        assertThat(run().exitCode()).as("a type that cannot be read").isZero();
    }

    @Test
    void a_damaged_stream_is_found() {
        appendSome();
        feed.damage("order-b", 1);

        assertDifferent(
                "position 6, order-b@2: order-b: event 9 is missing (500 broken-stream). Check the stream with reprise verify, and put the commit back from a backup.",
                "6 events of the feed checked, 3 commits, 2 streams, 1 different.");
    }

    @Test
    void a_stream_that_is_damaged_after_its_last_event_in_the_feed_is_found() {
        appendSome();
        feed.store("order-b", 1);
        feed.damage("order-b", 2);

        assertThat(run().lines().getFirst())
                .startsWith("DIFFERENT at the end, order-b@3: order-b: event 9 is missing");
    }

    @Test
    void the_first_difference_is_that_with_the_smallest_position() {
        appendSome();
        Event a = feed.feed().get(3);
        Event b = feed.feed().get(2);
        feed.feed().set(3, new Event(4, "order-a", 3, a.type(), "x", a.id()));
        feed.feed().set(2, new Event(3, "order-b", 1, b.type(), "x", b.id()));
        feed.store("order-c", 1);

        Run run = run();

        assertThat(run.lines().getFirst()).startsWith("DIFFERENT at position 3, order-b@1: ");
        assertThat(run.output()).contains("3 different");
    }

    @Test
    void an_api_that_does_not_answer_ends_the_check() {
        appendSome();
        feed.failAfter(3);

        assertThat(run().exitCode()).isEqualTo(ExitCode.UNREACHABLE.number());
    }

    @Test
    void options_of_streams_are_refused() {
        for (String[] wrong : List.of(new String[] {"--all"}, new String[] {"--cursor", "c"})) {
            assertThat(run(wrong).exitCode()).isEqualTo(ExitCode.USAGE.number());
        }
        assertThat(
                        new Tool()
                                .run("verify", "order-a", "--one-tenant", "--url", feed.address())
                                .exitCode())
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(feed.requests()).isEmpty();
    }

    /** More events than are compared together, and large commits at the borders. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void any_change_of_a_large_feed_is_found(long seed) {
        Random random = new Random(seed);
        feed.pagesOf(2_000);
        int wanted = FeedCheck.WINDOW + random.nextInt(2_000);
        while (feed.feed().size() < wanted) {
            feed.append(
                    "order-" + random.nextInt(7),
                    1 + random.nextInt(random.nextInt(10) == 0 ? 3_000 : 9));
        }
        assertThat(run().exitCode()).isZero();

        List<Event> before = new ArrayList<>(feed.feed());
        int changed = random.nextInt(before.size() - 1);
        feed.feed().remove(changed);
        renumberAll();
        assertThat(run().exitCode()).as("without %s", before.get(changed)).isEqualTo(1);

        feed.feed().clear();
        feed.feed().addAll(before);
        Collections.swap(feed.feed(), changed, changed + 1);
        boolean sameStream = before.get(changed).stream().equals(before.get(changed + 1).stream());
        boolean torn = isInsideCommit(before, changed) || isInsideCommit(before, changed + 1);
        renumberAll();
        assertThat(run().exitCode())
                .as("%s after the next", before.get(changed))
                .isEqualTo(sameStream || torn ? 1 : 0);
    }

    /** Whether an event belongs to a commit of several events. */
    private static boolean isInsideCommit(List<Event> events, int index) {
        String id = events.get(index).id();
        return (index > 0 && events.get(index - 1).id().equals(id))
                || (index + 1 < events.size() && events.get(index + 1).id().equals(id));
    }

    private void renumberAll() {
        for (int i = 0; i < feed.feed().size(); i++) {
            feed.feed().set(i, feed.feed().get(i).at(i + 1));
        }
    }
}
