package dev.reprise.lambda;

import dev.reprise.feed.FeedRebuilder;
import dev.reprise.feed.FeedSweep;
import dev.reprise.metrics.EmbeddedMetrics;
import dev.reprise.metrics.Metric;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What is done for the feed from time to time; nothing if the feed is off. */
@Singleton
final class FeedMaintenance {

    private final Optional<FeedSweep> sweep;
    private final Optional<FeedRebuilder> rebuilder;
    private final EmbeddedMetrics metrics;

    @Inject
    FeedMaintenance(
            Optional<FeedSweep> sweep, Optional<FeedRebuilder> rebuilder, EmbeddedMetrics metrics) {
        this.sweep = sweep;
        this.rebuilder = rebuilder;
        this.metrics = metrics;
    }

    /**
     * Tries blocked streams again, and counts those that are still blocked. Then works on the
     * running rebuild and the running sweep, if there are any, until they are done or the deadline
     * has passed.
     */
    void work(Instant deadline) {
        sweep.ifPresent(its ->
                metrics.write(Map.of(Metric.FEED_BLOCKED_STREAMS, its.retryBlocked()), Map.of()));
        rebuilder.ifPresent(its -> its.work(deadline));
        sweep.ifPresent(its -> its.work(deadline));
    }
}
