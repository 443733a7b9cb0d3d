package dev.reprise.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The random generators return 0, so that no test waits. */
class RetryPolicyTest {

    private static final Duration DAY = Duration.ofDays(1);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 16})
    void an_operation_is_attempted_as_often_as_the_policy_allows(int attempts) {
        RetryPolicy.Retries retries = RetryPolicy.jittered(attempts, DAY, () -> 0L).start();
        int again = 0;
        while (retries.again()) {
            again++;
        }
        assertThat(again).isEqualTo(attempts - 1);
        assertThat(retries.again()).isFalse();
    }

    @Test
    void each_operation_has_its_own_retries() {
        RetryPolicy policy = RetryPolicy.jittered(2, DAY, () -> 0L);
        RetryPolicy.Retries first = policy.start();
        assertThat(first.again()).isTrue();
        assertThat(first.again()).isFalse();
        assertThat(policy.start().again()).isTrue();
    }

    @Test
    void an_operation_without_patience_is_attempted_once() {
        assertThat(RetryPolicy.jittered(16, Duration.ofNanos(-1), () -> 0L).start().again())
                .isFalse();
    }

    @Test
    void the_bound_of_a_wait_doubles_from_10_to_500_milliseconds() {
        List<Long> bounds = new ArrayList<>();
        RetryPolicy.Retries retries = RetryPolicy.jittered(9, DAY, noting(bounds)).start();
        while (retries.again()) {}
        assertThat(bounds).containsExactly(10L, 20L, 40L, 80L, 160L, 320L, 500L, 500L);
    }

    @Test
    void a_wait_is_at_most_a_32nd_of_the_time_that_is_left() {
        List<Long> bounds = new ArrayList<>();
        RetryPolicy.Retries retries =
                RetryPolicy.jittered(9, Duration.ofMillis(3_200), noting(bounds)).start();
        while (retries.again()) {}
        assertThat(bounds).isNotEmpty().allMatch(bound -> bound <= 100);
    }

    /** Returns 0, and notes the greatest wait that it was asked for. */
    private static RandomGenerator noting(List<Long> bounds) {
        return new RandomGenerator() {
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
    }

    @Test
    void an_interrupted_operation_is_not_retried_and_its_thread_stays_interrupted() {
        RetryPolicy.Retries retries = RetryPolicy.jittered(16, DAY, () -> 0L).start();
        Thread.currentThread().interrupt();
        assertThat(retries.again()).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }
}
