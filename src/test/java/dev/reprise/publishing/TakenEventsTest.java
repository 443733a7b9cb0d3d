package dev.reprise.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.StreamName;
import dev.reprise.feed.Feed;
import dev.reprise.feed.FeedEntry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TakenEventsTest extends PublishingFixture {

    private final TakenEvents taken = new TakenEvents();

    private List<Long> left(FeedEntry commit) {
        return taken.notIn(commit, cloudEvents.of(commit)).stream()
                .map(CloudEvent::sequenceNumber)
                .toList();
    }

    private List<FeedEntry> commits() {
        List<FeedEntry> all = new ArrayList<>();
        Feed.Slice slice;
        long next = 0;
        do {
            slice = feed.read(next, 5_000, _ -> true);
            all.addAll(slice.entries());
            next = slice.next();
        } while (!slice.end());
        return all;
    }

    @Test
    void events_of_a_commit_are_known_until_the_commit_is_whole() {
        append(A, moves(3));
        FeedEntry commit = commits().getFirst();
        assertThat(left(commit)).containsExactly(1L, 2L, 3L);

        taken.add(commit, cloudEvents.of(commit).get(1));
        assertThat(left(commit)).containsExactly(1L, 3L);

        taken.forget(commit);
        assertThat(left(commit)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void an_earlier_commit_of_the_stream_takes_the_place_of_a_later_one() {
        append(A, moves(2));
        append(A, moves(2));
        FeedEntry earlier = commits().getFirst();
        FeedEntry later = commits().getLast();
        taken.add(later, cloudEvents.of(later).getFirst());
        assertThat(left(earlier)).containsExactly(1L, 2L);
        assertThat(left(later)).containsExactly(4L);

        taken.add(earlier, cloudEvents.of(earlier).getFirst());

        assertThat(left(earlier)).containsExactly(2L);
        assertThat(left(later)).containsExactly(3L, 4L);
    }

    @Test
    void the_stream_that_was_used_the_longest_time_ago_is_forgotten_first() {
        for (int stream = 0; stream <= TakenEvents.MAX_STREAMS; stream++) {
            append(new StreamName("thing", "s" + stream), moved(1));
        }
        List<FeedEntry> commits = commits();
        FeedEntry first = commits.getFirst();
        FeedEntry second = commits.get(1);
        FeedEntry last = commits.getLast();
        commits.stream()
                .filter(commit -> !commit.equals(last))
                .forEach(commit -> taken.add(commit, cloudEvents.of(commit).getFirst()));
        assertThat(left(first)).isEmpty();

        taken.add(last, cloudEvents.of(last).getFirst());

        assertThat(left(second)).containsExactly(1L);
        assertThat(left(first)).isEmpty();
        assertThat(left(last)).isEmpty();
    }
}
