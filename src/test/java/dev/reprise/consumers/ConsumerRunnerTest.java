package dev.reprise.consumers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.consumers.ConsumerRunner.End;
import dev.reprise.consumers.ConsumerState.Lease;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StoreUnavailableException.Reason;
import dev.reprise.eventstore.StreamName;
import dev.reprise.feed.Feed;
import dev.reprise.feed.FeedEntry;
import dev.reprise.feed.FeedIndexer;
import dev.reprise.feed.FeedPage;
import dev.reprise.feed.InMemoryFeedStore;
import dev.reprise.feed.InterceptedFeedStore;
import dev.reprise.projections.Deliveries;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConsumerRunnerTest {

    private static final StreamName A = new StreamName("thing", "a");
    private static final StreamName B = new StreamName("thing", "b");

    private final InMemoryEventStore events = new InMemoryEventStore();
    private final InMemoryFeedStore pages = new InMemoryFeedStore();
    private final FeedIndexer indexer = new FeedIndexer(pages, events, () -> () -> false);
    private final Feed feed = new Feed(pages, events);
    private final InMemoryConsumerStore store = new InMemoryConsumerStore();
    private final AtomicInteger owners = new AtomicInteger();
    private final List<String> handled = new ArrayList<>();
    private final Map<String, RuntimeException> failing = new HashMap<>();
    private Instant now = Commits.AT;

    private final ConsumerRunner runner = runner(1);
    private final Consumers consumers = new Consumers(List.of(), store, () -> now);

    private ConsumerRunner runner(int atOnce) {
        return new ConsumerRunner(
                feed,
                store,
                () -> {
                    AtomicInteger left = new AtomicInteger(2);
                    return () -> left.decrementAndGet() >= 0;
                },
                () -> now,
                () -> "owner-" + owners.incrementAndGet(),
                atOnce);
    }

    /** Handles the streams of one category, and fails as told. */
    private final FeedConsumer consumer =
            new FeedConsumer() {
                @Override
                public String name() {
                    return "one";
                }

                @Override
                public boolean wants(FeedEntry entry) {
                    return entry.stream().category().equals("thing");
                }

                @Override
                public void handle(FeedEntry entry) {
                    String commit = entry.stream().id() + "@" + entry.firstSequenceNumber();
                    handled.add(commit);
                    if (failing.containsKey(commit)) {
                        throw failing.get(commit);
                    }
                }
            };

    /** Another consumer of the same name. */
    private static FeedConsumer consumer(Consumer<FeedEntry> handling) {
        return new FeedConsumer() {
            @Override
            public String name() {
                return "one";
            }

            @Override
            public boolean wants(FeedEntry entry) {
                return true;
            }

            @Override
            public void handle(FeedEntry entry) {
                handling.accept(entry);
            }
        };
    }

    private void index(Commit... commits) {
        indexer.index(Stream.of(commits).map(Deliveries::intact).toList());
    }

    private Commit[] append(StreamName stream, int... counts) {
        Commit[] commits = Commits.appendAll(events, stream, counts).toArray(Commit[]::new);
        index(commits);
        return commits;
    }

    private End run() {
        handled.clear();
        return runner.run(consumer, now.plusSeconds(60));
    }

    private ConsumerState state() {
        return store.find("one").orElseThrow();
    }

    private void fail(String commit) {
        failing.put(commit, new IllegalStateException("broken"));
    }

    @Test
    void the_commits_after_the_position_are_handled_once() {
        append(A, 1, 2);
        append(new StreamName("other", "x"), 4);
        assertThat(run()).isEqualTo(End.CAUGHT_UP);
        assertThat(handled).containsExactly("a@1", "a@2");
        assertThat(state().position()).isEqualTo(7);
        assertThat(state().lease()).isEmpty();

        assertThat(run()).isEqualTo(End.CAUGHT_UP);
        assertThat(handled).isEmpty();

        append(B, 1);
        run();
        assertThat(handled).containsExactly("b@1");
    }

    @Test
    void a_run_that_finds_nothing_writes_nothing() {
        append(A, 1);
        run();
        ConsumerState before = state();

        run();

        assertThat(state()).isEqualTo(before);
    }

    @Test
    void a_feed_of_many_slices_is_handled_to_its_end() {
        for (int number = 0; number < 30; number++) {
            append(new StreamName("thing", Integer.toString(number)), 100);
        }
        assertThat(run()).isEqualTo(End.CAUGHT_UP);
        assertThat(handled).hasSize(30);
        assertThat(state().position()).isEqualTo(3_000);
    }

    @Test
    void when_its_time_is_over_a_run_ends_after_a_slice() {
        for (int number = 0; number < 30; number++) {
            append(new StreamName("thing", Integer.toString(number)), 100);
        }
        assertThat(runner.run(consumer, now)).isEqualTo(End.OUT_OF_TIME);
        assertThat(state().position()).isEqualTo(500);
        assertThat(state().lease()).isEmpty();
        assertThat(handled).hasSize(5);
    }

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

        assertThat(consumers.redrive("one", Optional.of(B)))
                .isInstanceOf(Consumers.Result.NotParked.class);
        run();
        assertThat(handled).isEmpty();

        assertThat(consumers.redrive("one", Optional.of(A)))
                .isInstanceOf(Consumers.Result.Done.class);
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
    void a_consumer_begins_where_it_says() {
        append(A, 1, 1, 1);
        FeedConsumer late =
                new FeedConsumer() {
                    @Override
                    public String name() {
                        return "one";
                    }

                    @Override
                    public long start() {
                        return 2;
                    }

                    @Override
                    public boolean wants(FeedEntry entry) {
                        return true;
                    }

                    @Override
                    public void handle(FeedEntry entry) {
                        consumer.handle(entry);
                    }
                };
        runner.run(late, now.plusSeconds(60));
        assertThat(handled).containsExactly("a@3");
    }

    @Test
    void consumers_of_a_source_are_asked_for_each_time_and_one_that_fails_stops_no_other() {
        List<FeedConsumer> made = new ArrayList<>();
        Consumers all =
                new Consumers(
                        List.of(consumer),
                        List.of(
                                () -> {
                                    throw new IllegalStateException("damaged");
                                },
                                () -> made),
                        store,
                        () -> now);
        assertThat(all.ours()).containsExactly(consumer);

        FeedConsumer other = consumer(_ -> {});
        made.add(other);
        assertThat(all.ours()).containsExactly(consumer);
        assertThat(new Consumers(List.of(), List.of(() -> made), store, () -> now).ours())
                .containsExactly(other);
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
    void a_slow_slice_is_saved_before_the_lease_ends_and_nothing_is_handled_again() {
        append(A, 1, 1, 1, 1, 1);
        append(B, 1, 1);
        List<String> slow = new ArrayList<>();
        FeedConsumer consumer =
                consumer(entry -> {
                    slow.add(entry.stream().id() + "@" + entry.firstSequenceNumber());
                    now = now.plusSeconds(entry.stream().equals(A) ? 25 : 0);
                    assertThat(state().isLeased(now)).isTrue();
                });

        assertThat(runner.run(consumer, now.plusSeconds(1_000))).isEqualTo(End.CAUGHT_UP);

        assertThat(slow).containsExactlyInAnyOrder("a@1", "a@2", "a@3", "a@4", "a@5", "b@1", "b@2");
        assertThat(state().position()).isEqualTo(7);
    }

    @Test
    void what_was_handled_beyond_a_slow_stream_is_not_handled_again() {
        append(B, 1);
        append(A, 1, 1, 1, 1, 1);
        Commits.append(
                events,
                Commits.commit(events.commitAtOrBefore(B, 1).orElseThrow().end(), "later", 1));
        index(events.commitAtOrBefore(B, 2).orElseThrow());
        Map<String, Integer> times = new ConcurrentHashMap<>();
        FeedConsumer consumer =
                consumer(entry -> {
                    times.merge(
                            entry.stream().id() + "@" + entry.firstSequenceNumber(),
                            1,
                            Integer::sum);
                    if (entry.stream().equals(A)) {
                        now = now.plusSeconds(25);
                    }
                });

        runner.run(consumer, now.plusSeconds(1_000));

        assertThat(times).hasSize(7);
        assertThat(times.values()).containsOnly(1);
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
        Feed stale =
                new Feed(
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
    void pages_without_wanted_commits_take_one_write_and_no_lease() {
        append(A, 1);
        run();
        long revision = state().revision();
        append(new StreamName("other", "x"), 4);

        assertThat(run()).isEqualTo(End.CAUGHT_UP);

        assertThat(state().position()).isEqualTo(5);
        assertThat(state().revision()).isEqualTo(revision + 1);
    }

    @Test
    void a_consumer_of_this_service_takes_no_lease_from_elsewhere() {
        Consumers ours = new Consumers(List.of(consumer), store, () -> now);
        assertThat(ours.lease("one", "w1", Duration.ofSeconds(10)))
                .isInstanceOf(Consumers.Result.RunsHere.class);
        assertThat(ours.checkpoint("one", 0, 0, Optional.empty()))
                .isInstanceOf(Consumers.Result.RunsHere.class);
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

    @Test
    void who_lacks_the_lease_handles_nothing() {
        append(A, 1);
        consumers.lease("one", "somebody", Duration.ofSeconds(10));
        assertThat(run()).isEqualTo(End.LEASED_BY_ANOTHER);
        assertThat(handled).isEmpty();

        now = now.plusSeconds(10);
        assertThat(run()).isEqualTo(End.CAUGHT_UP);
        assertThat(handled).containsExactly("a@1");
    }

    @Test
    void who_lost_the_lease_saves_nothing() {
        append(A, 1);
        FeedConsumer slow =
                consumer(_ -> {
                    now = now.plus(ConsumerRunner.LEASE);
                    consumers.lease("one", "somebody", Duration.ofMinutes(1));
                });

        assertThat(runner.run(slow, now.plusSeconds(1))).isEqualTo(End.LEASED_BY_ANOTHER);

        assertThat(state().position()).isZero();
        assertThat(state().lease().map(Lease::owner)).contains("somebody");
    }

    @Test
    void a_reset_fences_the_runner_and_unparks() {
        fail("a@1");
        append(A, 1, 1);
        append(B, 1);
        run();
        long token = state().token();

        consumers.reset("one", 0);

        assertThat(state().parked()).isEmpty();
        assertThat(state().token()).isEqualTo(token + 1);
        failing.clear();
        run();
        assertThat(handled).containsExactly("a@1", "a@2", "b@1");
    }

    @Test
    void the_streams_of_a_slice_are_handled_at_the_same_time() {
        append(A, 1);
        append(B, 1);
        CyclicBarrier both = new CyclicBarrier(2);
        FeedConsumer meeting =
                consumer(_ -> {
                    try {
                        both.await(30, TimeUnit.SECONDS);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                });

        assertThat(runner(2).run(meeting, now.plusSeconds(1))).isEqualTo(End.CAUGHT_UP);
        assertThat(state().parked()).isEmpty();
    }

    @Test
    void a_checkpoint_needs_the_token_of_the_lease() {
        ConsumerState first = consumers.lease("far", "w1", Duration.ofSeconds(10)).state();
        assertThat(consumers.lease("far", "w2", Duration.ofSeconds(10)))
                .isInstanceOf(Consumers.Result.LeasedByAnother.class);
        assertThat(consumers.lease("far", "w1", Duration.ofSeconds(20)).state().token())
                .isEqualTo(first.token());

        now = now.plusSeconds(20);
        ConsumerState second = consumers.lease("far", "w2", Duration.ofSeconds(10)).state();
        assertThat(second.token()).isEqualTo(first.token() + 1);

        assertThat(consumers.checkpoint("far", first.token(), 5, Optional.empty()))
                .isInstanceOf(Consumers.Result.LeasedByAnother.class);
        assertThat(consumers.checkpoint("far", second.token(), 7, Optional.of(Duration.ofDays(1))))
                .isInstanceOf(Consumers.Result.Done.class);
        assertThat(consumers.checkpoint("far", second.token(), 6, Optional.empty()))
                .isInstanceOf(Consumers.Result.Further.class);
        assertThat(consumers.checkpoint("far", second.token(), 7, Optional.empty()).state().lease())
                .isEmpty();
        assertThat(store.find("far").orElseThrow().position()).isEqualTo(7);
    }

    @Test
    void names_are_checked() {
        assertThat(Consumers.isName("a_B-9")).isTrue();
        assertThat(Consumers.isName("a b")).isFalse();
        assertThat(Consumers.isName("")).isFalse();
        assertThatThrownBy(() -> new Consumers(List.of(consumer, consumer), store, () -> now))
                .hasMessage("two consumers have the same name");
    }
}
