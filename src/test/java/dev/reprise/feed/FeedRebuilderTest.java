package dev.reprise.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.JointAppendResult;
import dev.reprise.eventstore.JointCommit;
import dev.reprise.eventstore.StreamName;
import dev.reprise.projections.DeliveredCommit;
import dev.reprise.projections.Deliveries;
import dev.reprise.projections.InMemoryCommitScan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FeedRebuilderTest {

    private static final StreamName A = new StreamName("thing", "a");
    private static final StreamName B = new StreamName("thing", "b");
    private static final StreamName C = new StreamName("thing", "c");

    private final InMemoryEventStore events = new InMemoryEventStore();
    private final InMemoryFeedStore first = new InMemoryFeedStore();
    private final InMemoryFeedGenerations generations = new InMemoryFeedGenerations(first);
    private final FeedIndexer indexer = new FeedIndexer(generations, events, () -> () -> false);
    private final FeedRebuilder rebuilder = rebuilder(events);

    private FeedRebuilder rebuilder(EventStore store) {
        return new FeedRebuilder(generations, store, () -> () -> false, () -> Commits.AT);
    }

    private FeedRebuild rebuilt() {
        return rebuilt(rebuilder);
    }

    private static FeedRebuild rebuilt(FeedRebuilder by) {
        by.start();
        by.work(Instant.MAX);
        return by.last().orElseThrow();
    }

    private void sweep(InMemoryEventStore store) {
        new FeedSweep(
                        generations,
                        new InMemoryCommitScan(store),
                        new FeedIndexer(generations, store, () -> () -> false),
                        () -> Commits.AT)
                .work(Instant.MAX);
    }

    /** Each call puts a page. */
    private void append(StreamName stream, int... counts) {
        CommitBoundary end = end(events, stream);
        List<Commit> commits = new ArrayList<>();
        for (int count : counts) {
            String id = stream.id() + end.version().nextSequenceNumber();
            commits.add(Commits.append(events, Commits.commit(end, id, count)));
            end = commits.getLast().end();
        }
        indexer.index(all(commits.toArray(Commit[]::new)));
    }

    private static CommitBoundary end(EventStore store, StreamName stream) {
        return Commits.all(store, stream).stream()
                .map(Commit::end)
                .reduce(CommitBoundary.startOf(stream), (_, next) -> next);
    }

    private static List<DeliveredCommit> all(Commit... commits) {
        return Stream.of(commits).map(Deliveries::intact).toList();
    }

    private List<String> feed(int generation) {
        return FeedProof.places(generations.generation(generation));
    }

    private List<Long> moved(long upTo) {
        LiveFeed feeds = new LiveFeed(generations, events, () -> Commits.AT);
        return LongStream.rangeClosed(0, upTo)
                .mapToObj(position -> feeds.moved(new FeedPosition(1, position), 2).position())
                .toList();
    }

    @Test
    void a_feed_without_faults_is_copied_in_the_same_order() {
        append(A, 1, 2);
        append(B, 1);
        append(A, 1);

        FeedRebuild done = rebuilt();

        assertThat(done.done()).isTrue();
        assertThat(done.generation()).isEqualTo(2);
        assertThat(done.leftOut()).isZero();
        assertThat(feed(2)).isEqualTo(feed(1)).containsExactly("1 a@1", "2 a@2", "4 b@1", "5 a@4");
        assertThat(moved(5)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
        assertThat(generations.lastMark(2, 5)).as("marks").isEmpty();
        FeedProof.checkComplete(generations.live(), events, List.of(A, B));
    }

    @Test
    void commits_go_on_in_the_new_generation() {
        append(A, 1);
        rebuilt();

        append(A, 1);
        append(B, 1);

        assertThat(feed(1)).containsExactly("1 a@1");
        assertThat(feed(2)).containsExactly("1 a@1", "2 a@2", "3 b@1");
    }

    @Test
    void an_empty_feed_can_be_rebuilt() {
        assertThat(rebuilt().done()).isTrue();
        append(A, 1);
        assertThat(feed(2)).containsExactly("1 a@1");
    }

    @Test
    void a_damaged_page_is_skipped_and_the_sweep_adds_its_streams() {
        append(A, 1);
        append(B, 1, 1);
        append(C, 1);
        append(A, 1);
        append(B, 1);
        first.damage(2);

        assertThat(rebuilt().leftOut()).isEqualTo(1);
        assertThat(feed(2)).containsExactly("1 a@1", "2 c@1", "3 a@2");
        assertThat(moved(6)).containsExactly(0L, 1L, 1L, 1L, 2L, 3L, 3L);

        sweep(events);
        assertThat(feed(2)).containsExactly("1 a@1", "2 c@1", "3 a@2", "4 b@1", "5 b@2", "6 b@3");
        FeedProof.checkComplete(generations.live(), events, List.of(A, B, C));
    }

    @Test
    void the_sweep_adds_the_commits_of_a_damaged_page_whose_streams_have_no_later_one() {
        append(A, 1);
        append(B, 1);
        append(C, 1);
        first.damage(2);
        rebuilt();
        assertThat(feed(2)).containsExactly("1 a@1", "2 c@1");

        sweep(events);

        assertThat(feed(2)).containsExactly("1 a@1", "2 c@1", "3 b@1");
    }

    /** Its events would be as many as before, in another order. */
    @Test
    void commits_of_a_damaged_page_do_not_take_the_places_of_others() {
        append(A, 1);
        index(B, C);
        index(C, B);
        first.damage(2);

        assertThat(rebuilt().leftOut()).isEqualTo(2);

        assertThat(feed(2)).containsExactly("1 a@1");
        assertThat(moved(5)).containsExactly(0L, 1L, 1L, 1L, 1L, 1L);
        sweep(events);
        FeedProof.checkComplete(generations.live(), events, List.of(A, B, C));
    }

    /** A commit of each stream, in one page. */
    private void index(StreamName... streams) {
        indexer.index(
                all(
                        Stream.of(streams)
                                .map(stream -> {
                                    CommitBoundary end = end(events, stream);
                                    String id = stream.id() + end.version().nextSequenceNumber();
                                    return Commits.append(events, Commits.commit(end, id, 1));
                                })
                                .toArray(Commit[]::new)));
    }

    @Test
    void a_joint_append_is_copied_whole_or_not_at_all() {
        append(A, 1);
        List<Commit> joint = joint("j", end(events, A), CommitBoundary.startOf(B));
        indexer.index(all(joint.toArray(Commit[]::new)));
        append(C, 1);
        assertThat(rebuilt().leftOut()).isZero();
        assertThat(feed(2)).containsExactly("1 a@1", "2 a@2", "3 b@1", "4 c@1");

        InMemoryEventStore restored = new InMemoryEventStore();
        copy(A, 1, restored);
        copy(C, 1, restored);
        FeedRebuild done = rebuilt(rebuilder(restored));

        assertThat(done.leftOut()).isEqualTo(2);
        assertThat(feed(3)).containsExactly("1 a@1", "2 c@1");
    }

    private List<Commit> joint(String id, CommitBoundary... after) {
        return switch (events.appendAll(
                new JointCommit(
                        Stream.of(after).map(end -> Commits.commit(end, id, 1)).toList(),
                        List.of()))) {
            case JointAppendResult.Appended(List<Commit> commits) -> commits;
            default -> throw new AssertionError("not appended");
        };
    }

    @Test
    void a_damaged_last_page_is_said_and_nothing_is_sealed() {
        append(A, 1);
        append(B, 1);
        first.damage(2);
        rebuilder.start();

        assertThatThrownBy(() -> rebuilder.work(Instant.MAX))
                .isInstanceOf(BrokenFeedException.class)
                .hasMessageContaining("It is the last page");
        assertThat(first.placeFrom(3)).isEqualTo(new FeedStore.Place.Free(3));
        assertThat(rebuilder.last().orElseThrow().live()).isEqualTo(1);
    }

    @Test
    void commits_that_a_restored_event_store_lacks_are_left_out() {
        append(A, 1, 1);
        append(B, 1);
        append(A, 1);
        append(C, 1);
        InMemoryEventStore restored = new InMemoryEventStore();
        Commit a1 = copy(A, 1, restored);
        copy(C, 1, restored);
        FeedRebuild done = rebuilt(rebuilder(restored));

        assertThat(done.leftOut()).isEqualTo(3);
        assertThat(feed(2)).containsExactly("1 a@1", "2 c@1");
        assertThat(moved(5)).containsExactly(0L, 0L, 1L, 1L, 1L, 2L);

        Commit other = Commits.append(restored, Commits.commit(a1.end(), "other", 2));
        new FeedIndexer(generations, restored, () -> () -> false).index(all(other));
        assertThat(feed(2)).containsExactly("1 a@1", "2 c@1", "3 a@2");
    }

    /** Copies the first commits of a stream to another store, and returns the last of them. */
    private Commit copy(StreamName stream, int commits, InMemoryEventStore to) {
        return Commits.all(events, stream).stream()
                .limit(commits)
                .map(commit ->
                        Commits.append(
                                to,
                                Commits.commit(
                                        end(to, stream),
                                        commit.commandId().value(),
                                        commit.events(),
                                        commit.at())))
                .reduce((_, last) -> last)
                .orElseThrow();
    }

    @Test
    void a_stream_that_was_rewritten_comes_with_its_new_commits() {
        append(A, 1, 1);
        append(B, 1);
        InMemoryEventStore restored = new InMemoryEventStore();
        Commit a1 = copy(A, 1, restored);
        copy(B, 1, restored);
        Commits.append(restored, Commits.commit(a1.end(), "other", 2));
        rebuilt(rebuilder(restored));
        assertThat(feed(2)).containsExactly("1 a@1", "2 b@1");

        sweep(restored);

        assertThat(feed(2)).containsExactly("1 a@1", "2 b@1", "3 a@2");
        FeedProof.checkComplete(generations.live(), restored, List.of(A, B));
    }

    @Test
    void an_indexer_that_remembers_the_old_generation_leaves_nothing_out() {
        append(A, 1, 1);
        append(B, 1);
        InMemoryEventStore restored = new InMemoryEventStore();
        Commit a1 = copy(A, 1, restored);
        copy(B, 1, restored);
        FeedIndexer remembers = new FeedIndexer(generations, restored, () -> () -> false);
        remembers.index(all(Commits.all(restored, B).getFirst()));
        rebuilt(rebuilder(restored));
        sweep(restored);

        Commit other = Commits.append(restored, Commits.commit(a1.end(), "other", 1));
        assertThat(remembers.index(all(other))).isEmpty();

        assertThat(feed(2)).containsExactly("1 a@1", "2 b@1", "3 a@2");
    }

    @Test
    void a_start_while_a_rebuild_runs_shows_that_one() {
        append(A, 1);
        FeedRebuild started = rebuilder.start();
        assertThat(rebuilder.start()).isEqualTo(started);
        rebuilder.work(Instant.MAX);
        assertThat(rebuilder.start().generation()).isEqualTo(3);
    }

    @Test
    void a_worker_without_time_leaves_the_rebuild_to_the_next_one() {
        append(A, 1);
        append(A, 1);
        FeedRebuild started = rebuilder.start();
        rebuilder.work(Commits.AT);
        assertThat(rebuilder.last()).contains(started);
    }

    @Test
    void positions_are_moved_over_several_rebuilds() {
        append(A, 1);
        append(B, 1);
        append(C, 1);
        first.damage(2);
        rebuilt();
        sweep(events);
        append(A, 1);
        rebuilt();

        LiveFeed feeds = new LiveFeed(generations, events, () -> Commits.AT);
        assertThat(feeds.current().generation()).isEqualTo(3);
        assertThat(feed(3)).containsExactly("1 a@1", "2 c@1", "3 b@1", "4 a@2");
        assertThat(feeds.moved(new FeedPosition(1, 3), 3)).isEqualTo(new FeedPosition(3, 2));
        assertThat(feeds.moved(new FeedPosition(2, 3), 3)).isEqualTo(new FeedPosition(3, 3));
        assertThat(feeds.moved(new FeedPosition(3, 3), 3)).isEqualTo(new FeedPosition(3, 3));
    }

    @Test
    void the_live_generation_is_read_again_after_a_while_or_when_a_later_one_is_known() {
        Instant[] now = {Commits.AT};
        LiveFeed feeds = new LiveFeed(generations, events, () -> now[0]);
        assertThat(feeds.current().generation()).isEqualTo(1);
        append(A, 1);
        rebuilt();

        assertThat(feeds.current().generation()).isEqualTo(1);
        assertThat(feeds.current().read(0, 10, _ -> true).entries()).hasSize(1);
        now[0] = now[0].plus(LiveFeed.MAX_AGE).plusMillis(1);
        assertThat(feeds.current().generation()).isEqualTo(2);
        rebuilt();
        assertThat(feeds.current(2).generation()).isEqualTo(2);
        assertThat(feeds.current(3).generation()).isEqualTo(3);
    }
}
