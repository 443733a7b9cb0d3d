package dev.reprise.consumers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.consumers.ConsumerRunner.End;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamName;
import dev.reprise.feed.FeedPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SegmentsTest extends ConsumerFixture {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** Ten streams: five in each of two segments. */
    private static final List<StreamName> STREAMS =
            IntStream.range(0, 10)
                    .mapToObj(number -> new StreamName("thing", Integer.toString(number)))
                    .toList();

    private static List<String> commits(Segment segment, int sequenceNumber) {
        return STREAMS.stream()
                .filter(segment::has)
                .map(stream -> stream.id() + "@" + sequenceNumber)
                .toList();
    }

    private void appendToAll() {
        STREAMS.forEach(stream -> append(stream, 1));
    }

    private void appendAgainToAll() {
        STREAMS.forEach(stream ->
                index(
                        Commits.append(
                                events,
                                Commits.commit(
                                        Commits.all(events, stream).getLast().end(),
                                        "again-" + stream,
                                        Commits.events(1),
                                        now))));
    }

    private List<String> segments() {
        return store.find("one").stream().map(state -> state.segment().toString()).toList();
    }

    private List<Long> positions() {
        return store.find("one").stream().map(ConsumerState::position).toList();
    }

    /** Makes the consumer if there is none. */
    private void share(String name, int count) {
        if (store.find(name).isEmpty()) {
            store.save(ConsumerState.start(name).saved(now));
        }
        consumers.share(name, count);
    }

    private static ConsumerState done(Consumers.Result result) {
        return ((Consumers.Result.Done) result).state();
    }

    @Test
    void each_stream_belongs_to_one_segment_and_to_one_part_of_it() {
        for (StreamName stream : STREAMS) {
            for (int of = 1; of <= Segment.MAX_SEGMENTS; of *= 2) {
                int count = of;
                List<Segment> its =
                        IntStream.range(0, count)
                                .mapToObj(number -> new Segment(number, count))
                                .filter(segment -> segment.has(stream))
                                .toList();
                assertThat(its).hasSize(1);
                assertThat(its.getFirst().split(16).stream().filter(part -> part.has(stream)))
                        .hasSize(1);
            }
        }
        assertThat(commits(new Segment(0, 2), 1)).hasSize(5);
    }

    @Test
    void a_segment_is_written_as_a_number_of_a_count() {
        assertThat(Segment.parse("3/16")).isEqualTo(new Segment(3, 16)).hasToString("3/16");
        for (String wrong : List.of("", "1", "4/4", "0/3", "0/32", "-1/2", "0/0", "1/2/4")) {
            assertThatThrownBy(() -> Segment.parse(wrong))
                    .hasMessage(
                            "must be a number, a slash, and 1, 2, 4, 8 or 16, such as 0/4 to 3/4");
        }
    }

    @Test
    void segments_go_on_where_the_whole_was_and_come_together_again() {
        appendToAll();
        run();
        fail("3@2");
        appendAgainToAll();
        share("one", 4);
        assertThat(segments()).containsExactly("0/4", "1/4", "2/4", "3/4");
        assertThat(positions()).containsOnly(10L);

        run();
        assertThat(handled).contains("0@2", "3@2", "9@2").doesNotContain("0@1");
        assertThat(store.find("one").stream().flatMap(state -> state.parked().keySet().stream()))
                .containsExactly(new StreamName("thing", "3"));

        share("one", 1);
        assertThat(segments()).containsExactly("0/1");
        assertThat(state().position()).isEqualTo(20);
        assertThat(state().parked()).containsOnlyKeys(new StreamName("thing", "3"));
        failing.clear();
        assertThat(consumers.redrive("one", Optional.empty())).isTrue();
        run();
        assertThat(handled).containsExactly("3@2");
    }

    @Test
    void workers_elsewhere_take_different_segments_and_the_one_behind_comes_first() {
        appendToAll();
        share("far", 2);
        ConsumerState first = done(consumers.lease("far", "w1", MINUTE));
        ConsumerState second = done(consumers.lease("far", "w2", MINUTE));
        assertThat(List.of(first.segment(), second.segment()))
                .containsExactlyInAnyOrder(new Segment(0, 2), new Segment(1, 2));
        now = now.plusSeconds(1);
        done(consumers.lease("far", "w1", MINUTE));
        assertThat(consumers.lease("far", "w3", MINUTE))
                .isInstanceOfSatisfying(
                        Consumers.Result.AllLeased.class,
                        all ->
                                assertThat(all.until())
                                        .isEqualTo(second.lease().orElseThrow().until()));
        assertThat(done(consumers.lease("far", "w2", MINUTE)).segment())
                .isEqualTo(second.segment());

        checkpoint(first, 7, Optional.empty());
        checkpoint(second, 4, Optional.empty());
        assertThat(consumers.find("far").orElseThrow().position()).isEqualTo(4);
        assertThat(done(consumers.lease("far", "w3", MINUTE)).segment())
                .isEqualTo(second.segment());
    }

    private Consumers.Result checkpoint(
            ConsumerState leased, long position, Optional<Duration> length) {
        return consumers.checkpoint("far", leased.segment(), leased.token(), position, length);
    }

    @Test
    void a_segment_is_not_split_while_a_worker_has_its_lease() {
        appendToAll();
        ConsumerState leased = done(consumers.lease("far", "w1", MINUTE));
        share("far", 2);
        assertThat(store.find("far")).hasSize(1);
        assertThat(checkpoint(leased, 3, Optional.of(MINUTE)))
                .isInstanceOf(Consumers.Result.Done.class);
        assertThat(store.find("far")).hasSize(1);

        checkpoint(leased, 5, Optional.empty());
        ConsumerState part = done(consumers.lease("far", "w1", MINUTE));
        assertThat(part.segment().of()).isEqualTo(2);
        assertThat(part.position()).isEqualTo(5);
        assertThat(checkpoint(leased, 6, Optional.empty()))
                .isInstanceOf(Consumers.Result.NoSuchSegment.class);
    }

    @Test
    void segments_are_not_merged_before_they_are_at_the_same_position() {
        appendToAll();
        share("one", 2);
        ConsumerState ahead = store.find("one").getFirst();
        store.save(ahead.advanced(7, List.of(), now));
        share("one", 1);
        assertThat(segments()).containsExactly("0/2", "1/2");

        run();

        // The segment behind goes on to 7, then both are one.
        List<String> expected = new ArrayList<>(commits(new Segment(1, 2), 1));
        expected.removeAll(List.of("7@1", "8@1", "9@1"));
        expected.addAll(List.of("7@1", "8@1", "9@1"));
        assertThat(handled).isEqualTo(expected);
        assertThat(segments()).containsExactly("0/1");
        assertThat(state().position()).isEqualTo(10);
    }

    @Test
    void a_segment_is_not_merged_while_a_worker_has_its_lease() {
        share("far", 2);
        ConsumerState leased = done(consumers.lease("far", "w1", MINUTE));
        share("far", 1);
        assertThat(store.find("far")).hasSize(2).contains(leased.wanting(1, now));

        checkpoint(leased, 0, Optional.empty());
        assertThat(done(consumers.lease("far", "w1", MINUTE)).segment()).isEqualTo(Segment.ALL);
    }

    @Test
    void a_segment_is_split_several_times_and_merged_to_some() {
        share("one", 2);
        share("one", 16);
        assertThat(segments()).hasSize(16);
        share("one", 4);
        assertThat(segments()).containsExactly("0/4", "1/4", "2/4", "3/4");
    }

    @Test
    void segments_neither_merge_nor_wait_if_too_many_streams_would_be_parked() {
        share("one", 2);
        for (ConsumerState half : store.find("one")) {
            List<ParkedStream> parked = new ArrayList<>();
            for (int number = 0; parked.size() < 60; number++) {
                StreamName stream = new StreamName("thing", Integer.toString(number));
                if (half.segment().has(stream)) {
                    parked.add(ParkedStream.first(stream, 1, "no", Instant.MAX.minus(MINUTE)));
                }
            }
            store.save(half.advanced(0, parked, now));
        }
        share("one", 1);
        assertThat(segments()).containsExactly("0/2", "1/2");
        append(new StreamName("thing", "new"), 1);
        run();
        assertThat(handled).containsExactly("new@1");
    }

    @Test
    void a_run_leaves_out_a_segment_that_another_worker_has() {
        appendToAll();
        share("one", 2);
        ConsumerState other = store.find("one").getFirst();
        store.save(other.leased(new ConsumerState.Lease("w", now.plus(MINUTE)), now));
        assertThat(run()).isEqualTo(End.LEASED_BY_ANOTHER);
        assertThat(handled).containsExactlyElementsOf(commits(new Segment(1, 2), 1));
    }

    @Test
    void after_its_time_a_run_begins_no_further_segment() {
        appendToAll();
        share("one", 2);
        handled.clear();
        assertThat(runner.run(consumer, now)).isEqualTo(End.OUT_OF_TIME);
        assertThat(positions()).containsExactly(10L, 0L);
    }

    @Test
    void a_read_that_lacks_a_segment_is_repeated() {
        share("one", 2);
        List<ConsumerState> torn = store.find("one").subList(0, 1);
        AtomicInteger left = new AtomicInteger(3);
        ConsumerStore tearing =
                new ForwardingConsumerStore(store) {
                    @Override
                    public List<ConsumerState> find(String name) {
                        return left.getAndDecrement() > 0 ? torn : super.find(name);
                    }
                };
        new Consumers(List.of(), tearing, feeds, () -> now).reset("one", FeedPosition.START);
        assertThat(store.find("one")).allMatch(state -> state.token() == 1);

        left.set(4);
        assertThatThrownBy(() ->
                        new Consumers(List.of(), tearing, feeds, () -> now)
                                .reset("one", FeedPosition.START))
                .isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void a_reset_is_for_all_segments() {
        appendToAll();
        share("one", 4);
        fail("3@1");
        run();
        ConsumerState first = store.find("one").getFirst();
        store.save(first.leased(new ConsumerState.Lease("w", now.plus(MINUTE)), now));
        consumers.reset("one", new FeedPosition(1, 3));
        assertThat(positions()).containsExactly(3L, 3L, 3L, 3L);
        assertThat(store.find("one"))
                .allMatch(state -> state.parked().isEmpty() && !state.isLeased(now));
    }
}
