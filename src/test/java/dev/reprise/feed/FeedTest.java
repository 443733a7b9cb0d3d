package dev.reprise.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.StreamName;
import dev.reprise.projections.Deliveries;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FeedTest {

    private final InMemoryEventStore events = new InMemoryEventStore();
    private final InMemoryFeedStore pages = new InMemoryFeedStore();
    private final FeedIndexer indexer =
            new FeedIndexer(new InMemoryFeedGenerations(pages), events, () -> () -> false);
    private final Feed feed = new Feed(1, pages, events);

    private static Instant second(int number) {
        return Commits.AT.plusSeconds(number);
    }

    /** Puts a page of two commits, of two events each. */
    private void page(int number) {
        indexer.index(
                List.of(
                        Deliveries.intact(append("a" + number, second(number))),
                        Deliveries.intact(append("b" + number, second(number).plusMillis(500)))));
    }

    private Commit append(String id, Instant at) {
        StreamName stream = new StreamName("thing", id);
        return Commits.append(
                events,
                Commits.commit(CommitBoundary.startOf(stream), "c" + id, Commits.events(2), at));
    }

    @Test
    void the_size_is_the_number_of_events_and_of_streams() {
        assertThat(feed.size()).isEqualTo(new Feed.Size(0, Optional.of(0L)));
        page(1);
        page(2);
        assertThat(feed.size()).isEqualTo(new Feed.Size(8, Optional.of(4L)));
        Commit known = append("c", second(3));
        Commit second =
                Commits.append(
                        events, Commits.commit(known.end(), "d", Commits.events(1), second(4)));
        indexer.index(List.of(Deliveries.intact(known), Deliveries.intact(second)));
        assertThat(feed.size()).isEqualTo(new Feed.Size(11, Optional.of(5L)));
    }

    @Test
    void an_empty_feed_has_no_time() {
        assertThat(feed.positionBefore(Instant.EPOCH)).isZero();
        assertThat(feed.positionBefore(Instant.MAX)).isZero();
    }

    @Test
    void the_position_of_a_time_is_before_its_first_commit() {
        for (int number = 0; number < 20; number++) {
            page(number);
        }
        for (int number = 0; number < 20; number++) {
            assertThat(feed.positionBefore(second(number))).isEqualTo(4L * number);
            assertThat(feed.positionBefore(second(number).plusMillis(1)))
                    .isEqualTo(4L * number + 2);
            assertThat(feed.positionBefore(second(number).plusMillis(500)))
                    .isEqualTo(4L * number + 2);
            assertThat(feed.positionBefore(second(number).plusMillis(501)))
                    .isEqualTo(4L * number + 4);
        }
        assertThat(feed.positionBefore(Instant.EPOCH)).isZero();
        assertThat(feed.positionBefore(second(99))).isEqualTo(80);
    }
}
