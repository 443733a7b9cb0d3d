package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.http.CallQuota.Draw;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallQuotaTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE / 2);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 60, 1_000})
    void a_caller_may_make_the_calls_of_a_minute_at_once(int calls) {
        CallQuota quota = new CallQuota(calls, now::get);

        for (int left = calls - 1; left >= 0; left--) {
            Draw draw = quota.draw("ann");
            assertThat(draw.granted()).isTrue();
            assertThat(draw.remaining()).isEqualTo(left);
        }
        assertThat(quota.draw("ann").granted()).isFalse();
    }

    @Test
    void an_empty_bucket_says_when_it_holds_a_call_again() {
        CallQuota quota = new CallQuota(2, now::get);
        quota.draw("ann");
        assertThat(quota.draw("ann").secondsToNext()).isEqualTo(30);

        now.addAndGet(Duration.ofSeconds(20).toNanos());
        Draw refused = quota.draw("ann");
        assertThat(refused.granted()).isFalse();
        assertThat(refused.secondsToNext()).isEqualTo(10);

        now.addAndGet(Duration.ofSeconds(10).toNanos() - 1);
        assertThat(quota.draw("ann").granted()).isFalse();
        assertThat(quota.draw("ann").secondsToNext()).isEqualTo(1);
        now.incrementAndGet();
        assertThat(quota.draw("ann").granted()).isTrue();
        assertThat(quota.draw("ann").granted()).isFalse();
    }

    @Test
    void a_refused_call_takes_nothing() {
        CallQuota quota = new CallQuota(1, now::get);
        quota.draw("ann");

        for (int i = 0; i < 10; i++) {
            assertThat(quota.draw("ann").granted()).isFalse();
        }
        now.addAndGet(CallQuota.WINDOW.toNanos());
        assertThat(quota.draw("ann").granted()).isTrue();
    }

    @Test
    void a_bucket_fills_up_evenly_and_holds_no_more_than_a_minutes_calls() {
        CallQuota quota = new CallQuota(60, now::get);
        for (int i = 0; i < 60; i++) {
            quota.draw("ann");
        }

        now.addAndGet(Duration.ofSeconds(10).toNanos());
        assertThat(quota.draw("ann").remaining()).isEqualTo(9);
        now.addAndGet(Duration.ofHours(10).toNanos());
        assertThat(quota.draw("ann").remaining()).isEqualTo(59);
    }

    @Test
    void callers_have_buckets_of_their_own() {
        CallQuota quota = new CallQuota(1, now::get);
        quota.draw("ann");

        assertThat(quota.draw("ann").granted()).isFalse();
        assertThat(quota.draw("eve").granted()).isTrue();
    }

    @Test
    void a_clock_that_goes_back_locks_nobody_out_for_longer_than_a_minute() {
        CallQuota quota = new CallQuota(1, now::get);
        quota.draw("ann");

        now.addAndGet(-Duration.ofDays(1).toNanos());
        assertThat(quota.draw("ann").secondsToNext()).isBetween(1L, 60L);
        now.addAndGet(CallQuota.WINDOW.toNanos());
        assertThat(quota.draw("ann").granted()).isTrue();
    }

    @Test
    void any_number_of_callers_takes_a_bounded_memory() {
        CallQuota quota = new CallQuota(1, now::get);

        for (int i = 0; i < 50_000; i++) {
            quota.draw("caller-" + i);
            quota.draw("x".repeat(5_000) + i);
        }

        assertThat(quota.weight()).isLessThanOrEqualTo(1_000_000);
    }
}
