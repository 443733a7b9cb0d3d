package dev.reprise.consumers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.consumers.ConsumerRunner.End;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StoreUnavailableException.Reason;
import dev.reprise.eventstore.StreamName;
import dev.reprise.feed.FeedPage;
import dev.reprise.feed.InMemoryFeedGenerations;
import dev.reprise.feed.InterceptedFeedStore;
import dev.reprise.feed.LiveFeed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a consumer parks, and how parked streams continue. */
class ParkedStreamsTest extends ConsumerFixture {

    @Test
    void a_stream_whose_commit_fails_is_parked_and_the_others_go_on() {
        fail("a@2");
        append(A, 1, 1, 1);
        append(B, 1);

        assertThat(run()).isEqualTo(End.CAUGHT_UP);

        assertThat(handled).containsExactly("a@1", "a@2", "a@2", "a@2", "b@1");
        assertThat(state().position()).isEqualTo(4);
        assertThat(state().parked())
                .containsExactly(
                        Map.entry(
                                A,
                                new ParkedStream(
                                        A,
                                        2,
                                        "IllegalStateException: broken",
                                        1,
                                        now,
                                        now.plusSeconds(60))));
    }

    @Test
    void later_commits_of_a_parked_stream_wait_and_are_handled_in_order_once_it_goes_on() {
        fail("a@2");
        append(A, 1, 1);
        run();
        Commits.append(
                events,
                Commits.commit(events.commitAtOrBefore(A, 2).orElseThrow().end(), "third", 1));
        index(events.commitAtOrBefore(A, 3).orElseThrow());
        append(B, 1);
        run();
        assertThat(handled).containsExactly("b@1");

        Commits.append(
                events,
                Commits.commit(events.commitAtOrBefore(A, 3).orElseThrow().end(), "fourth", 1));
        index(events.commitAtOrBefore(A, 4).orElseThrow());
        failing.clear();
        now = now.plusSeconds(60);
        assertThat(run()).isEqualTo(End.CAUGHT_UP);

        assertThat(handled).containsExactly("a@2", "a@3", "a@4");
        assertThat(state().parked()).isEmpty();
    }

    @Test
    void the_pauses_of_a_parked_stream_grow_up_to_an_hour() {
        fail("a@1");
        append(A, 1);
        run();
        List<Long> minutes = new ArrayList<>();
        for (int attempt = 0; attempt < 8; attempt++) {
            ParkedStream parked = state().parked().values().iterator().next();
            assertThat(parked.attempts()).isEqualTo(attempt + 1);
            minutes.add(Duration.between(now, parked.retryAt()).toMinutes());
            now = parked.retryAt().minusMillis(1);
            run();
            assertThat(handled).isEmpty();
            now = parked.retryAt();
            run();
            assertThat(handled).containsOnly("a@1");
        }
        assertThat(minutes).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L, 64L);
    }

    @Test
    void a_redriven_stream_is_tried_at_once() {
        fail("a@1");
        append(A, 1);
        run();
        failing.clear();

        assertThat(consumers.redrive("one", Optional.of(B))).isFalse();
        run();
        assertThat(handled).isEmpty();

        assertThat(consumers.redrive("one", Optional.of(A))).isTrue();
        run();
        assertThat(handled).containsExactly("a@1");
        assertThat(state().parked()).isEmpty();
    }

    @Test
    void a_store_that_answers_nothing_parks_nothing_and_holds_the_position() {
        failing.put("a@1", new StoreUnavailableException(Reason.THROTTLED, "no answer"));
        failing.put("b@1", new StoreUnavailableException(Reason.THROTTLED, "no answer"));
        append(A, 1, 1);
        append(B, 1);

        assertThat(run()).isEqualTo(End.INTERRUPTED);
        assertThat(handled).containsExactly("a@1", "b@1");
        assertThat(state().position()).isZero();
        assertThat(state().parked()).isEmpty();
        assertThat(state().lease()).isEmpty();

        failing.clear();
        run();
        assertThat(handled).containsExactly("a@1", "a@2", "b@1");
        assertThat(state().position()).isEqualTo(3);
    }

    @Test
    void a_stream_alone_that_is_not_answered_does_not_hold_up_the_others() {
        failing.put("a@1", new StoreUnavailableException(Reason.THROTTLED, "no answer"));
        append(A, 1);
        append(B, 1);

        assertThat(run()).isEqualTo(End.CAUGHT_UP);

        assertThat(handled).containsExactly("a@1", "b@1");
        assertThat(state().parked()).containsOnlyKeys(A);
    }

    @Test
    void when_several_streams_are_not_answered_no_other_is_begun() {
        Commit[] commits =
                IntStream.rangeClosed(1, 9)
                        .mapToObj(number -> new StreamName("thing", Integer.toString(number)))
                        .map(stream -> Commits.appendAll(events, stream, 1).getFirst())
                        .toArray(Commit[]::new);
        index(commits);
        IntStream.rangeClosed(2, 9)
                .forEach(number ->
                        failing.put(
                                number + "@1",
                                new StoreUnavailableException(Reason.THROTTLED, "no answer")));

        assertThat(run()).isEqualTo(End.INTERRUPTED);

        assertThat(handled).containsExactly("1@1", "2@1", "3@1");
        assertThat(state().position()).isEqualTo(1);
        assertThat(state().parked()).isEmpty();
    }

    @Test
    void when_the_consumer_has_to_wait_as_a_whole_no_other_stream_is_begun() {
        append(A, 1);
        append(B, 1);
        failing.put("b@1", new TryAgainLaterException("down"));
        append(new StreamName("thing", "c"), 1);

        assertThat(run()).isEqualTo(End.INTERRUPTED);

        assertThat(handled).containsExactly("a@1", "b@1");
        assertThat(state().position()).isEqualTo(1);
        assertThat(state().parked()).isEmpty();
        failing.clear();
        assertThat(run()).isEqualTo(End.CAUGHT_UP);
        assertThat(handled).containsExactly("b@1", "c@1");
    }

    @Test
    void an_error_of_one_commit_parks_its_stream() {
        append(A, 1);
        append(B, 1);
        FeedConsumer deep =
                consumer(entry -> {
                    if (entry.stream().equals(A)) {
                        throw new StackOverflowError();
                    }
                });

        assertThat(runner.run(deep, now.plusSeconds(60))).isEqualTo(End.CAUGHT_UP);
        assertThat(state().parked().values())
                .extracting(ParkedStream::error)
                .containsExactly("StackOverflowError");
        assertThat(state().position()).isEqualTo(2);
    }

    @Test
    void a_parked_stream_is_not_unparked_by_a_read_that_lacks_the_last_pages() {
        fail("a@1");
        append(A, 1, 1);
        run();
        Commits.append(
                events,
                Commits.commit(events.commitAtOrBefore(A, 2).orElseThrow().end(), "third", 1));
        index(events.commitAtOrBefore(A, 3).orElseThrow());
        run();
        assertThat(state().position()).isEqualTo(3);
        failing.clear();
        now = now.plusSeconds(60);
        LiveFeed stale =
                InMemoryFeedGenerations.live(
                        new InterceptedFeedStore(pages, () -> {}) {
                            @Override
                            public List<FeedPage> pagesFrom(long position, int maxPages) {
                                return position > 2
                                        ? List.of()
                                        : super.pagesFrom(position, maxPages);
                            }
                        },
                        events);
        handled.clear();
        new ConsumerRunner(stale, store, () -> () -> false, () -> now, () -> "stale", 1)
                .run(consumer, now.plusSeconds(60));
        assertThat(handled).containsExactly("a@1", "a@2");
        assertThat(state().parked()).containsOnlyKeys(A);

        now = now.plusSeconds(1);
        run();
        assertThat(handled).containsExactly("a@3");
        assertThat(state().parked()).isEmpty();
    }

    @Test
    void a_redrive_during_a_run_does_not_end_it() {
        fail("a@1");
        append(A, 1);
        run();
        append(B, 1);
        FeedConsumer redriven =
                consumer(entry -> {
                    if (entry.stream().equals(B)) {
                        consumers.redrive("one", Optional.empty());
                    }
                });

        assertThat(runner.run(redriven, now.plusSeconds(60))).isEqualTo(End.CAUGHT_UP);
        assertThat(state().position()).isEqualTo(2);
        assertThat(state().parked()).isEmpty();
        assertThat(state().lease()).isEmpty();
    }

    @Test
    void a_consumer_that_fails_with_everything_stops() {
        // All in one page.
        index(
                IntStream.rangeClosed(1, ConsumerState.MAX_PARKED + 10)
                        .peek(number -> fail(number + "@1"))
                        .mapToObj(number -> new StreamName("thing", Integer.toString(number)))
                        .map(stream -> Commits.appendAll(events, stream, 1).getFirst())
                        .toArray(Commit[]::new));
        assertThat(run()).isEqualTo(End.STOPPED);
        assertThat(state().isStopped()).isTrue();
        assertThat(state().position()).isEqualTo(ConsumerState.MAX_PARKED);

        run();
        assertThat(handled).isEmpty();

        failing.clear();
        now = now.plusSeconds(60);
        assertThat(run()).isEqualTo(End.CAUGHT_UP);
        assertThat(handled).hasSize(ConsumerState.MAX_PARKED + 10).doesNotHaveDuplicates();
        assertThat(state().parked()).isEmpty();
    }
}
