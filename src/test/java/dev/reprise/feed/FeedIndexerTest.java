package dev.reprise.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.eventstore.BrokenStreamException;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.JointAppendResult;
import dev.reprise.eventstore.JointCommit;
import dev.reprise.eventstore.NewerReleaseException;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.projections.DeliveredCommit;
import dev.reprise.projections.Deliveries;
import dev.reprise.projections.InMemoryCommitScan;
import dev.reprise.projections.InterceptedEventStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FeedIndexerTest {

    private static final StreamName A = new StreamName("thing", "a");
    private static final StreamName B = new StreamName("thing", "b");
    private static final StreamName C = new StreamName("thing", "c");

    private final InMemoryEventStore events = new InMemoryEventStore();
    private final InterceptedEventStore reads = new InterceptedEventStore(events);
    private final InMemoryFeedStore store = new InMemoryFeedStore();
    private final FeedIndexer indexer = indexer(store);

    private FeedIndexer indexer(FeedStore feed) {
        return new FeedIndexer(new InMemoryFeedGenerations(feed), reads, () -> () -> false);
    }

    private static List<DeliveredCommit> all(Commit... commits) {
        return Stream.of(commits).map(Deliveries::intact).toList();
    }

    private IndexedStream indexed(StreamName stream) {
        return store.streams(Set.of(stream)).getOrDefault(stream, IndexedStream.none(stream));
    }

    private List<String> feed() {
        return FeedProof.places(store);
    }

    @Test
    void commits_stand_in_the_order_in_which_they_are_delivered() {
        List<Commit> a = Commits.appendAll(events, A, 1, 2);
        List<Commit> b = Commits.appendAll(events, B, 1);

        indexer.index(all(a.get(0), b.get(0), a.get(1)));

        assertThat(feed()).containsExactly("1 a@1", "2 b@1", "3 a@2");
        assertThat(FeedProof.pages(store)).hasSize(1);
        assertThat(indexed(A))
                .isEqualTo(
                        new IndexedStream(
                                A, new StreamVersion(3), a.get(1).hash(), 4, a.get(1).at()));
    }

    @Test
    void a_commit_that_is_delivered_again_changes_nothing() {
        Commit commit = Commits.appendAll(events, A, 1).getFirst();
        indexer.index(all(commit, commit));
        indexer.index(all(commit));
        indexer(store).index(all(commit));

        assertThat(feed()).containsExactly("1 a@1");
    }

    @Test
    void what_was_not_delivered_is_read_from_the_event_store() {
        List<Commit> a = Commits.appendAll(events, A, 1, 2, 1, 1);
        indexer.index(all(a.get(2)));
        indexer.index(all(a.get(0)));

        assertThat(feed()).containsExactly("1 a@1", "2 a@2", "4 a@4");
    }

    @Test
    void a_large_commit_is_in_the_feed_without_its_events() {
        CommitBoundary start = CommitBoundary.startOf(A);
        Commit large =
                Commits.append(
                        events,
                        Commits.commit(
                                start,
                                "large",
                                Commits.incompressible(FeedEntry.MAX_EVENTS_BYTES),
                                Commits.AT));
        indexer.index(all(large));

        FeedEntry entry = FeedProof.pages(store).getFirst().entries().getFirst();
        assertThat(entry.events()).isEmpty();
        assertThat(new Feed(1, store, events).read(0, 10, _ -> true).entries().getFirst().events())
                .contains(large.events());
    }

    @Test
    void a_page_ends_before_it_is_too_large() {
        List<Commit> commits = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            commits.add(
                    Commits.append(
                            events,
                            Commits.commit(
                                    CommitBoundary.startOf(new StreamName("thing", "s" + i)),
                                    "command",
                                    Commits.incompressible(8_000),
                                    Commits.AT)));
        }
        indexer.index(all(commits.toArray(Commit[]::new)));

        assertThat(FeedProof.pages(store)).hasSize(5);
        FeedProof.checkComplete(store, events, events.streams());
    }

    /** The event store cannot read these streams. */
    private void damage(StreamName... streams) {
        reads.before((stream, _) -> {
            if (List.of(streams).contains(stream)) {
                throw new BrokenStreamException("no events", null);
            }
        });
    }

    private List<StreamName> blocked() {
        return store.blocked(10).stream().map(FeedStore.BlockedStream::stream).toList();
    }

    @Test
    void a_damaged_commit_blocks_its_stream_and_no_other_until_it_is_mended() {
        List<Commit> a = Commits.appendAll(events, A, 1, 1, 1);
        Commit b = Commits.appendAll(events, B, 1).getFirst();
        damage(A);

        assertThat(
                        indexer.index(
                                List.of(
                                        Deliveries.intact(a.get(0)),
                                        new DeliveredCommit.Damaged("x", A, 2, "no image"),
                                        Deliveries.intact(a.get(2)),
                                        Deliveries.intact(b))))
                .containsExactly(Map.entry(A, "no events"));
        assertThat(feed()).containsExactly("1 a@1", "2 b@1");
        assertThat(blocked()).containsExactly(A);
        FeedSweep sweep =
                new FeedSweep(
                        new InMemoryFeedGenerations(store),
                        new InMemoryCommitScan(events),
                        indexer,
                        () -> Commits.AT);
        assertThat(sweep.retryBlocked()).isEqualTo(1);
        assertThat(blocked()).containsExactly(A);

        reads.before(InterceptedEventStore.NONE);
        assertThat(sweep.retryBlocked()).isZero();
        assertThat(feed()).containsExactly("1 a@1", "2 b@1", "3 a@2", "4 a@3");
        assertThat(blocked()).isEmpty();
    }

    @Test
    void a_damaged_delivery_of_an_intact_commit_holds_up_nothing() {
        Commits.appendAll(events, A, 1, 1);

        assertThat(
                        indexer.index(
                                List.of(
                                        new DeliveredCommit.Damaged("x", A, 1, "no image"),
                                        new DeliveredCommit.Altered("y", A, 2, "changed"))))
                .isEmpty();
        assertThat(feed()).containsExactly("1 a@1", "2 a@2");
    }

    @Test
    void a_commit_of_a_newer_release_blocks_its_stream() {
        Commit commit = Commits.appendAll(events, A, 1).getFirst();
        reads.before((_, _) -> {
            throw NewerReleaseException.unknown("attribute zz");
        });

        assertThat(
                        indexer.index(
                                List.of(
                                        new DeliveredCommit.FromNewerRelease(
                                                "x", A, 1, "attribute zz is unknown"))))
                .containsOnlyKeys(A);
        assertThat(feed()).isEmpty();
        reads.before(InterceptedEventStore.NONE);
        assertThat(indexer.index(all(commit))).isEmpty();
        assertThat(feed()).containsExactly("1 a@1");
    }

    @Test
    void a_commit_whose_hash_does_not_fit_is_not_followed() {
        List<Commit> a = Commits.appendAll(events, A, 1, 1);

        assertThat(
                        indexer.index(
                                List.of(
                                        Deliveries.intact(a.get(0)),
                                        new DeliveredCommit.Intact("x", a.get(1), _ -> false))))
                .containsExactly(
                        Map.entry(
                                A,
                                "the hash of commit 2 does not fit the commit before it; verify the stream"));
        assertThat(feed()).containsExactly("1 a@1");
    }

    @Test
    void a_stream_is_not_blocked_by_what_was_remembered() {
        List<Commit> a = Commits.appendAll(events, A, 1, 1, 1);
        indexer.index(all(a.get(0)));
        indexer(store).index(all(a.get(1)));
        // The feed has commit 2, which this indexer does not know, and can no longer be read.
        reads.before((_, read) -> {
            if (read == 1) {
                throw new BrokenStreamException("no events", null);
            }
        });

        assertThat(
                        indexer.index(
                                List.of(
                                        new DeliveredCommit.Damaged("x", A, 2, ""),
                                        Deliveries.intact(a.get(2)))))
                .isEmpty();
        assertThat(feed()).containsExactly("1 a@1", "2 a@2", "3 a@3");
    }

    @Test
    void a_commit_that_the_event_store_lacks_blocks_its_stream() {
        Commit first = Commits.appendAll(events, A, 1).getFirst();
        Commit third = Commits.appendAll(new InMemoryEventStore(), A, 1, 1, 1).get(2);

        assertThat(indexer.index(all(first, third)).get(A))
                .isEqualTo(
                        "the event store has no commit of thing-a at 2; compare the events table with a backup");
        assertThat(feed()).containsExactly("1 a@1");
    }

    @Test
    void a_stream_that_was_rewritten_is_not_followed() {
        Commit first = Commits.appendAll(events, A, 1).getFirst();
        indexer.index(all(first));
        InMemoryEventStore other = new InMemoryEventStore();
        CommitBoundary start = CommitBoundary.startOf(A);
        Commit rewritten = Commits.append(other, Commits.commit(start, "other", 1));
        Commit next = Commits.append(other, Commits.commit(rewritten.end(), "next", 1));

        Map<StreamName, String> blocked =
                new FeedIndexer(new InMemoryFeedGenerations(store), other, () -> () -> false)
                        .index(
                                List.of(
                                        new DeliveredCommit.Intact(
                                                "x", next, rewritten.hash()::equals)));

        assertThat(blocked.get(A)).contains("with another commit than the event store");
        assertThat(feed()).containsExactly("1 a@1");
    }

    @Test
    void a_commit_that_replaced_another_one_is_not_taken_for_it() {
        indexer.index(all(Commits.appendAll(events, A, 1, 1, 1).toArray(Commit[]::new)));
        InMemoryEventStore restored = new InMemoryEventStore();
        List<Commit> others = Commits.appendAll(restored, A, 1, 2);
        FeedIndexer after =
                new FeedIndexer(new InMemoryFeedGenerations(store), restored, () -> () -> false);

        for (Commit other : others) {
            assertThat(after.index(all(other)).get(A))
                    .contains("with another commit than the event store");
        }
        assertThat(store.blocked(10)).hasSize(1);
    }

    @Test
    void a_commit_that_the_feed_has_is_compared_with_one_read_at_most() {
        List<Commit> commits = Commits.appendAll(events, A, 1, 1, 1);
        indexer.index(all(commits.toArray(Commit[]::new)));
        List<StreamName> read = new ArrayList<>();
        reads.before((stream, _) -> read.add(stream));

        assertThat(indexer(store).index(all(commits.toArray(Commit[]::new)))).isEmpty();
        assertThat(read).isEmpty();

        assertThat(indexer(store).index(all(commits.get(0), commits.get(1)))).isEmpty();
        assertThat(read).containsExactly(A);
    }

    @Test
    void a_joint_commit_is_whole_in_one_page_after_what_its_streams_lack() {
        Commit a = Commits.appendAll(events, A, 1).getFirst();
        Commit b = Commits.appendAll(events, B, 2).getFirst();
        List<Commit> joint = joint("joint", a.end(), b.end(), CommitBoundary.startOf(C));

        indexer.index(all(joint.get(2)));

        assertThat(feed()).containsExactly("1 a@1", "2 b@1", "4 a@2", "5 b@3", "6 c@1");
        assertThat(FeedProof.pages(store)).hasSize(1);
    }

    @Test
    void a_joint_commit_waits_for_a_blocked_partner() {
        Commit a = Commits.appendAll(events, A, 1).getFirst();
        Commit b = Commits.appendAll(events, B, 1).getFirst();
        List<Commit> joint = joint("joint", a.end(), b.end());

        damage(B);
        Map<StreamName, String> blocked =
                indexer.index(
                        List.of(
                                new DeliveredCommit.Damaged("x", B, 1, "no events"),
                                Deliveries.intact(a),
                                Deliveries.intact(joint.get(0))));

        assertThat(blocked)
                .containsOnly(
                        Map.entry(B, "no events"),
                        Map.entry(A, "its joint commit at 2 waits for the stream thing-b"));
        assertThat(feed()).containsExactly("1 a@1");
    }

    private List<Commit> joint(String commandId, CommitBoundary... ends) {
        return switch (events.appendAll(
                new JointCommit(
                        Stream.of(ends).map(end -> Commits.commit(end, commandId, 1)).toList(),
                        List.of()))) {
            case JointAppendResult.Appended(List<Commit> commits) -> commits;
            case JointAppendResult result -> throw new AssertionError(result);
        };
    }

    @Test
    void an_indexer_that_is_always_late_gives_up_and_says_so() {
        Commit a = Commits.appendAll(events, A, 1).getFirst();
        Commit b = Commits.appendAll(events, B, 1).getFirst();
        indexer.index(all(a)); // knows the end of the feed
        indexer(store).index(all(b));
        Commit c = Commits.appendAll(events, C, 1).getFirst();

        assertThatThrownBy(() -> indexer.index(all(c)))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessage("other indexers keep putting pages");
        indexer.index(all(c));
        assertThat(feed()).containsExactly("1 a@1", "2 b@1", "3 c@1");
    }
}
