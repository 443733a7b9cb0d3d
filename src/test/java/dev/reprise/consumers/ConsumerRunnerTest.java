package dev.reprise.consumers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.consumers.ConsumerRunner.End;
import dev.reprise.consumers.ConsumerState.Lease;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.StreamName;
import dev.reprise.feed.FeedEntry;
import dev.reprise.feed.FeedPosition;
import dev.reprise.feed.FeedRebuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ConsumerRunnerTest extends ConsumerFixture {

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

    /** Another process knows the new generation already, and this one does not. */
    @Test
    void a_run_reads_the_generation_of_the_stored_position() {
        assertThat(feeds.current().generation()).isEqualTo(1);
        append(A, 1);
        append(B, 1);
        append(new StreamName("thing", "c"), 1);
        pages.damage(2);
        FeedRebuilder rebuilder =
                new FeedRebuilder(generations, events, () -> () -> false, () -> now);
        rebuilder.start();
        rebuilder.work(Instant.MAX);
        store.replace(List.of(), List.of(ConsumerState.made("one", new FeedPosition(2, 1), now)));

        assertThat(runner.run(consumer, now.plusSeconds(60))).isEqualTo(End.CAUGHT_UP);

        assertThat(handled).containsExactly("c@1");
        assertThat(state().generation()).isEqualTo(2);
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
                    public FeedPosition start() {
                        return new FeedPosition(1, 2);
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

        consumers.reset("one", FeedPosition.START);

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
}
