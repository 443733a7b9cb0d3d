package dev.reprise.publishing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.reprise.consumers.ConsumerRunner.End;
import dev.reprise.consumers.ConsumerState;
import dev.reprise.consumers.Consumers;
import dev.reprise.consumers.FeedConsumer;
import dev.reprise.consumers.TryAgainLaterException;
import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.eventstore.StreamName;
import dev.reprise.feed.FeedEntry;
import dev.reprise.feed.FeedPosition;
import dev.reprise.publishing.Receipt.Failed;
import dev.reprise.publishing.Receipt.NotNow;
import dev.reprise.publishing.Receipt.Refused;
import dev.reprise.publishing.Receipt.Taken;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The publisher and a receiver that takes up to three events in a request, and answers as told. */
class PublisherTest extends PublishingFixture {

    private static final int REQUEST_SIZE = 3;

    private final List<List<String>> requests = new ArrayList<>();
    private final Map<String, Receipt> receipts = new HashMap<>();
    private Runnable atCheck = () -> {};
    private Runnable atSend = () -> {};
    private int checks;

    private final EventSink sink =
            new EventSink() {
                @Override
                public void check() {
                    checks++;
                    atCheck.run();
                }

                @Override
                public int requestSize(List<CloudEvent> events) {
                    return Math.min(REQUEST_SIZE, events.size());
                }

                @Override
                public List<Receipt> send(List<CloudEvent> events) {
                    requests.add(events.stream().map(CloudEvent::id).toList());
                    atSend.run();
                    return events.stream()
                            .map(event -> receipts.getOrDefault(event.id(), new Taken()))
                            .toList();
                }
            };

    private final Consumers consumers = consumers(sink);

    private Consumers consumers(EventSink receiver) {
        PublisherConsumers publisher =
                new PublisherConsumers(
                        Optional.of(() -> receiver), cloudEvents, ONCE_MORE, () -> now);
        return new Consumers(List.of(), List.of(publisher), states, feeds, () -> now);
    }

    private End run() {
        requests.clear();
        return run(consumers);
    }

    private End run(Consumers of) {
        return runner.run(of.ours().getFirst(), now.plusSeconds(60));
    }

    private ConsumerState state() {
        return consumers.find("publisher").orElseThrow().segments().getFirst();
    }

    @Test
    void every_event_is_sent_and_those_of_a_large_commit_in_several_requests() {
        append(A, moves(7));
        append(new StreamName("other", "x"), moved(1));
        append(A, moved(8));

        assertThat(run()).isEqualTo(End.CAUGHT_UP);

        assertThat(requests)
                .containsExactly(
                        List.of("thing-a@1", "thing-a@2", "thing-a@3"),
                        List.of("thing-a@4", "thing-a@5", "thing-a@6"),
                        List.of("thing-a@7"),
                        List.of("thing-a@8"));
        assertThat(run()).isEqualTo(End.CAUGHT_UP);
        assertThat(requests).isEmpty();
        assertThat(state().position()).isEqualTo(feed.head());
    }

    @Test
    void events_that_were_not_taken_are_sent_again_before_any_later_request() {
        append(A, moves(4));
        receipts.put("thing-a@1", new NotNow("throttled"));
        receipts.put("thing-a@3", new NotNow("throttled"));
        atSend =
                () -> {
                    if (requests.size() > 1) {
                        receipts.clear();
                    }
                };

        assertThat(run()).isEqualTo(End.CAUGHT_UP);

        assertThat(requests)
                .containsExactly(
                        List.of("thing-a@1", "thing-a@2", "thing-a@3"),
                        List.of("thing-a@1", "thing-a@3"),
                        List.of("thing-a@4"));
    }

    @Test
    void a_receiver_that_goes_on_not_taking_an_event_ends_the_run_and_parks_nothing() {
        append(A, moves(4));
        append(B, moved(1));
        receipts.put("thing-a@2", new NotNow("throttled"));

        assertThat(run()).isEqualTo(End.INTERRUPTED);

        assertThat(requests)
                .containsExactly(
                        List.of("thing-a@1", "thing-a@2", "thing-a@3"), List.of("thing-a@2"));
        assertThat(state().parked()).isEmpty();

        receipts.clear();
        assertThat(run()).isEqualTo(End.CAUGHT_UP);
        assertThat(requests).hasSize(3);
    }

    @Test
    void a_receiver_that_takes_a_few_requests_in_each_run_gets_a_large_commit_in_the_end() {
        append(A, moves(10));
        append(B, moved(1));
        atSend =
                () -> {
                    if (requests.size() > 2) {
                        requests.getLast().forEach(id -> receipts.put(id, new NotNow("throttled")));
                    }
                };

        assertThat(run()).isEqualTo(End.INTERRUPTED);
        assertThat(requests)
                .startsWith(
                        List.of("thing-a@1", "thing-a@2", "thing-a@3"),
                        List.of("thing-a@4", "thing-a@5", "thing-a@6"));

        receipts.clear();
        run();
        assertThat(requests)
                .startsWith(List.of("thing-a@7", "thing-a@8", "thing-a@9"), List.of("thing-a@10"));

        receipts.clear();
        assertThat(run()).isEqualTo(End.CAUGHT_UP);
        assertThat(requests).containsExactly(List.of("thing-\u00fc 5%@1"));
        assertThat(state().parked()).isEmpty();
    }

    @Test
    void a_commit_that_was_taken_as_a_whole_is_sent_again_after_a_reset() {
        append(A, moves(2));
        run();
        consumers.reset("publisher", FeedPosition.START);

        assertThat(run()).isEqualTo(End.CAUGHT_UP);

        assertThat(requests).containsExactly(List.of("thing-a@1", "thing-a@2"));
    }

    @Test
    void a_call_of_handle_ends_in_time_and_a_throttled_receiver_parks_nothing() {
        append(A, moves(30));
        FeedEntry commit = feed.read(0, 10, _ -> true).entries().getFirst();
        RetryPolicy pauses =
                () ->
                        () -> {
                            now = now.plusSeconds(4);
                            return true;
                        };
        FeedConsumer publisher =
                new PublisherConsumers(Optional.of(() -> sink), cloudEvents, pauses, () -> now)
                        .consumers()
                        .getFirst();
        Instant begin = now;
        receipts.put("thing-a@8", new NotNow("throttled"));
        atSend = () -> now = now.plusSeconds(10);

        assertThatThrownBy(() -> publisher.handle(commit))
                .isInstanceOf(TryAgainLaterException.class)
                .hasMessage("throttled");

        assertThat(Duration.between(begin, now)).isLessThan(Duration.ofSeconds(50));
        assertThat(requests).hasSize(4);
    }

    @Test
    void an_event_at_which_the_receiver_always_fails_parks_only_its_stream() {
        append(B, moved(1));
        append(A, moved(1));
        receipts.put("thing-a@1", new Failed("an internal failure"));

        assertThat(run()).isEqualTo(End.CAUGHT_UP);

        assertThat(requests)
                .containsExactly(
                        List.of("thing-\u00fc 5%@1"), List.of("thing-a@1"), List.of("thing-a@1"));
        assertThat(parkedError(state())).contains("an internal failure");
        append(B, moved(2));
        assertThat(run()).isEqualTo(End.CAUGHT_UP);
        assertThat(requests).containsExactly(List.of("thing-\u00fc 5%@2"));
    }

    @Test
    void a_receiver_that_fails_at_four_streams_ends_the_run() {
        for (int number = 1; number <= 4; number++) {
            append(B, moved(number));
            append(new StreamName("thing", "s" + number), moved(1));
            receipts.put("thing-s%d@1".formatted(number), new Failed("an internal failure"));
        }

        assertThat(run()).isEqualTo(End.INTERRUPTED);

        assertThat(state().parked()).isEmpty();
    }

    @Test
    void a_refused_event_parks_its_stream_and_nothing_after_its_request_is_sent() {
        append(A, moves(5));
        append(A, moved(6));
        append(B, moved(1));
        receipts.put("thing-a@2", new Refused("too strange"));

        assertThat(run()).isEqualTo(End.CAUGHT_UP);

        assertThat(requests)
                .containsExactly(
                        List.of("thing-a@1", "thing-a@2", "thing-a@3"),
                        List.of("thing-a@2"),
                        List.of("thing-\u00fc 5%@1"));
        assertThat(state().parked()).containsOnlyKeys(A);
        assertThat(parkedError(state())).contains("too strange");

        receipts.clear();
        now = now.plusSeconds(60);
        assertThat(run()).isEqualTo(End.CAUGHT_UP);
        assertThat(requests.getLast()).containsExactly("thing-a@6");
        assertThat(state().parked()).isEmpty();
    }

    @Test
    void what_was_taken_and_what_was_refused_in_one_request_are_told_apart() {
        append(A, moves(3));
        receipts.put("thing-a@1", new NotNow("throttled"));
        receipts.put("thing-a@2", new Refused("too strange"));

        run();

        assertThat(requests)
                .containsExactly(
                        List.of("thing-a@1", "thing-a@2", "thing-a@3"),
                        List.of("thing-a@1", "thing-a@2"));
        assertThat(parkedError(state())).contains("too strange");
    }

    @Test
    void the_receiver_is_checked_once_in_each_run_that_sends() {
        append(A, moved(1));
        append(B, moved(1));
        run();
        run();
        assertThat(checks).isEqualTo(1);

        append(A, moved(2));
        atCheck =
                () -> {
                    throw new TryAgainLaterException("it is not there");
                };
        assertThat(run()).isEqualTo(End.INTERRUPTED);
        assertThat(requests).isEmpty();
        assertThat(checks).isEqualTo(2);
        assertThat(state().parked()).isEmpty();
    }

    @Test
    void after_a_receiver_has_failed_nothing_more_is_sent_in_this_run() {
        append(A, moved(1));
        append(B, moved(1));
        List<FeedEntry> entries = feed.read(0, 10, _ -> true).entries();
        FeedConsumer publisher = consumers.ours().getFirst();
        receipts.put("thing-a@1", new NotNow("throttled"));
        assertThatThrownBy(() -> publisher.handle(entries.getFirst()))
                .isInstanceOf(TryAgainLaterException.class);
        requests.clear();

        assertThatThrownBy(() -> publisher.handle(entries.getLast()))
                .isInstanceOf(TryAgainLaterException.class)
                .hasMessage("throttled");

        assertThat(requests).isEmpty();
    }

    @Test
    void a_sink_that_cannot_be_made_parks_nothing() {
        append(A, moved(1));
        PublisherConsumers publisher =
                new PublisherConsumers(
                        Optional.of(() -> {
                            throw new IllegalStateException("no Region");
                        }),
                        cloudEvents,
                        ONCE_MORE,
                        () -> now);

        assertThat(runner.run(publisher.consumers().getFirst(), now.plusSeconds(60)))
                .isEqualTo(End.INTERRUPTED);

        assertThat(state().parked()).isEmpty();
    }

    @Test
    void a_commit_that_takes_too_long_is_parked() {
        append(A, moves(12));
        atSend = () -> now = now.plusSeconds(25);

        assertThat(run()).isEqualTo(End.CAUGHT_UP);

        assertThat(requests).hasSize(4).doesNotHaveDuplicates();
        assertThat(state().parked()).isEmpty();

        append(A, moves(12));
        atSend = () -> now = now.plusSeconds(41);
        run();
        assertThat(parkedError(state()))
                .contains("did not take the 12 events of the commit in 35 seconds");
    }

    @Test
    void a_publisher_that_is_off_is_no_consumer() {
        assertThat(
                        new PublisherConsumers(Optional.empty(), cloudEvents, ONCE_MORE, () -> now)
                                .consumers())
                .isEmpty();
    }

    @Test
    void the_log_gets_a_line_for_each_event_without_personal_values() throws Exception {
        List<String> lines = new ArrayList<>();
        append(
                A,
                "{\"eventType\":\"Moved\",\"to\":\"M\u00fcnchen\\n\\u2028Ost\"}",
                "{\"eventType\":\"Made\",\"owner\":\"canary\"}");

        run(consumers(new LogSink(lines::add)));

        assertThat(lines).hasSize(2).noneMatch(line -> line.contains("\n"));
        assertThat(lines).noneMatch(line -> line.contains("canary"));
        JsonNode first = new JsonMapper().readTree(lines.getFirst());
        assertThat(first.path("id").asText()).isEqualTo("thing-a@1");
        assertThat(first.at("/data/to").asText()).isEqualTo("M\u00fcnchen\n\u2028Ost");
    }
}
