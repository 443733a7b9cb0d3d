package dev.reprise.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.NewCommit;
import dev.reprise.eventstore.StreamName;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Which commits are too large, to the byte. */
class EncodedCommitTest {

    private static final CommitBoundary START =
            CommitBoundary.startOf(new StreamName("order", "1"));

    private static EncodedCommit encoded(EncodedEvents events) {
        return EncodedCommit.of(commit(events));
    }

    private static NewCommit commit(EncodedEvents events) {
        return Commits.commit(START, "c", events, Commits.AT);
    }

    @Test
    void events_may_take_two_mebibytes_before_they_are_deflated() {
        int limit = 2 * 1024 * 1024;
        assertThat(encoded(new EncodedEvents.Binary(1, "zeros", new byte[limit])))
                .isInstanceOf(EncodedCommit.Item.class);
        assertThat(encoded(new EncodedEvents.Binary(1, "zeros", new byte[limit + 1])))
                .isEqualTo(new EncodedCommit.TooLarge(limit + 1, limit));
    }

    @Test
    void an_item_may_take_400_kibibytes() {
        int limit = 400 * 1024;
        int frame = CommitItem.encode(commit(random(300_000))).bytes() - 300_000;
        assertThat(encoded(random(limit - frame)))
                .isInstanceOfSatisfying(
                        EncodedCommit.Item.class,
                        item -> assertThat(item.bytes()).isEqualTo(limit));
        assertThat(encoded(random(limit - frame + 1)))
                .isEqualTo(new EncodedCommit.TooLarge(limit + 1, limit));
    }

    /** Events that do not deflate. */
    private static EncodedEvents random(int size) {
        byte[] bytes = new byte[size];
        new Random(1).nextBytes(bytes);
        return new EncodedEvents.Binary(1, "random", bytes);
    }
}
