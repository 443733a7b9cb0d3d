package dev.reprise.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How many calls each caller may make of this process: a bucket per caller, which holds the calls
 * of a minute, loses one with each call, and fills up evenly. So a caller may make the calls of a
 * minute at once, and then wait.
 *
 * <p>A bucket is one number: when it will be full again (the generic cell rate algorithm). Buckets
 * that are full are forgotten. There are some thousand at most; beyond that those that were used
 * least are forgotten, and are full for their callers.
 */
final class CallQuota {

    static final Duration WINDOW = Duration.ofMinutes(1);

    private static final long WINDOW_NANOS = WINDOW.toNanos();

    /** In characters of callers' names, and some more for each bucket. */
    private static final int MAX_WEIGHT = 1_000_000;

    private static final int WEIGHT_OF_BUCKET = 64;

    private final int calls;
    private final long nanosPerCall;
    private final LongSupplier nanos;
    private final Cache<String, Draw> buckets;

    /**
     * @param calls of a minute, at least 1
     * @param nanos a clock, such as {@link System#nanoTime}
     */
    CallQuota(int calls, LongSupplier nanos) {
        this.calls = calls;
        this.nanosPerCall = WINDOW_NANOS / calls;
        this.nanos = nanos;
        this.buckets =
                Caffeine.newBuilder()
                        .maximumWeight(MAX_WEIGHT)
                        .<String, Draw>weigher((caller, _) -> WEIGHT_OF_BUCKET + caller.length())
                        .expireAfterWrite(WINDOW)
                        .ticker(nanos::getAsLong)
                        .executor(Runnable::run)
                        .build();
    }

    /**
     * A call that was drawn from a bucket, or was not there.
     *
     * @param granted whether the call may be made
     * @param remaining how many calls the bucket holds after it
     * @param nanosToNext until it holds one more
     * @param fullAt when it will be full, by the clock
     */
    record Draw(boolean granted, long remaining, long nanosToNext, long fullAt) {

        /** Seconds, rounded up. */
        long secondsToNext() {
            return Duration.ofNanos(nanosToNext).plusSeconds(1).minusNanos(1).toSeconds();
        }
    }

    /** Takes one call out of a caller's bucket, unless it is empty. */
    Draw draw(String caller) {
        return buckets.asMap().compute(caller, (_, last) -> next(last));
    }

    /** How much the buckets weigh, in characters. */
    long weight() {
        buckets.cleanUp();
        return buckets.policy().eviction().orElseThrow().weightedSize().orElseThrow();
    }

    private Draw next(@Nullable Draw last) {
        long now = nanos.getAsLong();
        long missing = last == null ? 0 : Math.clamp(last.fullAt() - now, 0, WINDOW_NANOS);
        long missingAfter = missing + nanosPerCall;
        boolean granted = missingAfter <= WINDOW_NANOS;
        long taken = granted ? missingAfter : missing;
        long remaining = (WINDOW_NANOS - taken) / nanosPerCall;
        long nanosToNext = taken + (remaining + 1) * nanosPerCall - WINDOW_NANOS;
        return new Draw(granted, Math.min(remaining, calls), nanosToNext, now + taken);
    }
}
