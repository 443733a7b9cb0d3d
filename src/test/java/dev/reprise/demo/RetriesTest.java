package dev.reprise.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetriesTest {

    private final List<Duration> pauses = new ArrayList<>();
    private final Retries retries = new Retries(pauses::add);

    @Test
    void the_api_is_given_the_time_it_asks_for() throws InterruptedException {
        retries.pauseAfter(1, Optional.of("7"));

        assertThat(pauses).containsExactly(Duration.ofSeconds(7));
    }

    @Test
    void no_pause_is_longer_than_half_a_minute() throws InterruptedException {
        retries.pauseAfter(1, Optional.of("86400"));

        assertThat(pauses).containsExactly(Duration.ofSeconds(30));
    }

    @Test
    void pauses_of_its_own_grow() throws InterruptedException {
        retries.pauseAfter(1, Optional.empty());
        retries.pauseAfter(5, Optional.of("Wed, 21 Oct 2026 07:28:00 GMT"));

        assertThat(pauses.get(0)).isBetween(Duration.ofMillis(100), Duration.ofMillis(200));
        assertThat(pauses.get(1)).isBetween(Duration.ofMillis(1_600), Duration.ofMillis(3_200));
    }

    @Test
    void six_attempts_are_all() {
        assertThat(retries.allowsAfter(5)).isTrue();
        assertThat(retries.allowsAfter(6)).isFalse();
    }
}
