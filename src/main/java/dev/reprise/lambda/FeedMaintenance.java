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
import org.jboss.logging.Logger;

/** What is done for the feed from time to time; nothing if the feed is off. */
@Singleton
final class FeedMaintenance {

    private static final Logger LOG = Logger.getLogger(FeedMaintenance.class);

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
     * Works on the running rebuild, tries blocked streams again and counts those that are still
     * blocked, and works on the running sweep, each until it is done or the deadline has passed. If
     * one fails, the others go on.
     */
    void work(Instant deadline) {
        // A damaged page makes the others fail, and only a rebuild can help.
        rebuilder.ifPresent(its -> attempt(() -> its.work(deadline)));
        sweep.ifPresent(its -> {
            attempt(() ->
                    metrics.write(
                            Map.of(Metric.FEED_BLOCKED_STREAMS, its.retryBlocked()), Map.of()));
            attempt(() -> its.work(deadline));
        });
    }

    private static void attempt(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.errorf(e, "the feed waits for the next call: %s", e.getMessage());
        }
    }
}
