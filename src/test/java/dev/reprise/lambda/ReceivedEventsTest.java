package dev.reprise.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReceivedEventsTest {

    private static final Instant START = Instant.parse("2026-11-30T12:00:00Z");

    private final ReceivedEvents received = new ReceivedEvents();

    /** The minute up to which everything was received; -1 if none is known. */
    private long minute(int now, long position, long end) {
        return received.receivedUpTo("a", position, end, START.plusSeconds(60L * now))
                .map(at -> (at.getEpochSecond() - START.getEpochSecond()) / 60)
                .orElse(-1L);
    }

    @Test
    void at_the_end_of_the_feed_everything_was_received() {
        assertThat(minute(0, 0, 0)).isZero();
        assertThat(minute(1, 7, 7)).isEqualTo(1);
    }

    @Test
    void before_the_end_it_is_the_time_at_which_the_feed_had_no_more_than_was_received() {
        assertThat(minute(0, 5, 10)).isEqualTo(-1);
        assertThat(minute(1, 9, 20)).isEqualTo(-1);
        assertThat(minute(2, 10, 30)).isZero();
        assertThat(minute(3, 29, 40)).isZero();
        assertThat(minute(4, 30, 50)).isEqualTo(2);
        assertThat(minute(5, 50, 50)).isEqualTo(5);
        assertThat(minute(6, 50, 60)).isEqualTo(5);
    }

    @Test
    void after_a_reset_nothing_is_known_until_the_end_is_reached_again() {
        assertThat(minute(0, 10, 10)).isZero();
        assertThat(minute(1, 0, 12)).isEqualTo(-1);
        assertThat(minute(2, 11, 12)).isEqualTo(-1);
        assertThat(minute(3, 12, 13)).isEqualTo(1);
    }

    @Test
    void consumers_do_not_share_what_they_received() {
        assertThat(minute(0, 5, 10)).isEqualTo(-1);
        assertThat(received.receivedUpTo("b", 10, 20, START.plusSeconds(60))).isEmpty();
        assertThat(minute(2, 10, 20)).isZero();
    }
}
