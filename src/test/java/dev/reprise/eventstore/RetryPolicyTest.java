package dev.reprise.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With a generator that always says 0, nothing is waited. */
class RetryPolicyTest {

    private static final Duration DAY = Duration.ofDays(1);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 16})
    void a_command_is_tried_so_often_in_all(int attempts) {
        RetryPolicy.Retries retries = RetryPolicy.jittered(attempts, DAY, () -> 0L).start();
        int again = 0;
        while (retries.again()) {
            again++;
        }
        assertThat(again).isEqualTo(attempts - 1);
        assertThat(retries.again()).isFalse();
    }

    @Test
    void each_command_has_retries_of_its_own() {
        RetryPolicy policy = RetryPolicy.jittered(2, DAY, () -> 0L);
        RetryPolicy.Retries first = policy.start();
        assertThat(first.again()).isTrue();
        assertThat(first.again()).isFalse();
        assertThat(policy.start().again()).isTrue();
    }

    @Test
    void without_patience_a_command_is_tried_once() {
        assertThat(RetryPolicy.jittered(16, Duration.ofNanos(-1), () -> 0L).start().again())
                .isFalse();
    }

    @Test
    void the_bound_of_a_wait_doubles_from_10_to_500_milliseconds() {
        List<Long> bounds = new ArrayList<>();
        RandomGenerator noting =
                new RandomGenerator() {
                    @Override
                    public long nextLong() {
                        return 0;
                    }

                    @Override
                    public long nextLong(long bound) {
                        bounds.add(bound - 1);
                        return 0;
                    }
                };
        RetryPolicy.Retries retries = RetryPolicy.jittered(9, DAY, noting).start();
        while (retries.again()) {}
        assertThat(bounds).containsExactly(10L, 20L, 40L, 80L, 160L, 320L, 500L, 500L);
    }

    @Test
    void an_interrupted_command_is_not_tried_again_and_stays_interrupted() {
        RetryPolicy.Retries retries = RetryPolicy.jittered(16, DAY, () -> 0L).start();
        Thread.currentThread().interrupt();
        assertThat(retries.again()).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }
}
