package dev.reprise.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.metrics.RecentUsage.Units;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RecentUsageTest {

    private static final Instant START = Instant.parse("2026-01-31T08:15:30.120Z");

    private Instant now = START;
    private final RecentUsage usage = new RecentUsage(() -> now);

    private void after(Duration duration) {
        now = now.plus(duration);
    }

    @Test
    void what_is_taken_from_a_table_is_added_up() {
        usage.add("events", new Units(0.5, 0));
        after(Duration.ofMinutes(3));
        usage.add("events", new Units(1, 2));
        usage.add("views", new Units(0, 4));

        RecentUsage.Taken taken = usage.lastHour();
        assertThat(taken.of("events")).isEqualTo(new Units(1.5, 2));
        assertThat(taken.of("views")).isEqualTo(new Units(0, 4));
        assertThat(taken.of("feed")).isEqualTo(Units.NONE);
        assertThat(taken.together()).isEqualTo(new Units(1.5, 6));
        assertThat(taken.since()).isEqualTo(START);
    }

    @Test
    void a_minute_counts_for_an_hour() {
        usage.add("events", new Units(1, 0));
        after(Duration.ofMinutes(59));
        usage.add("events", new Units(2, 0));
        assertThat(usage.lastHour().together()).isEqualTo(new Units(3, 0));

        after(Duration.ofMinutes(1));
        assertThat(usage.lastHour().together()).isEqualTo(new Units(2, 0));
        assertThat(usage.lastHour().since()).isEqualTo(Instant.parse("2026-01-31T08:16:00Z"));
    }

    @Test
    void a_bucket_is_used_again_for_another_minute() {
        usage.add("events", new Units(1, 0));
        after(Duration.ofHours(5));
        assertThat(usage.lastHour().byTable()).isEmpty();
        usage.add("views", new Units(0, 7));

        assertThat(usage.lastHour().byTable()).containsOnlyKeys("views");
        assertThat(usage.lastHour().together()).isEqualTo(new Units(0, 7));
    }
}
