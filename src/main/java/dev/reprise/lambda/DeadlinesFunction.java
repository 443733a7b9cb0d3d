package dev.reprise.lambda;

import dev.reprise.consumers.ConsumerStatus;
import dev.reprise.consumers.Consumers;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.feed.Feed;
import dev.reprise.feed.LiveFeed;
import dev.reprise.metrics.EmbeddedMetrics;
import dev.reprise.metrics.Metric;
import dev.reprise.processes.DeadlineClock;
import dev.reprise.projections.ProjectionNotReadyException;
import io.quarkus.arc.All;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Gives processes their due deadlines. Each call finds out itself which deadlines are due, so any
 * number of calls is correct. A process gets a deadline after it has received the events that the
 * feed has from before the deadline's time.
 */
@Singleton
@Unremovable
class DeadlinesFunction {

    private static final Logger LOG = Logger.getLogger(DeadlinesFunction.class);

    private final Optional<LiveFeed> feed;
    private final Optional<Consumers> consumers;
    private final List<DeadlineClock> clocks;
    private final EmbeddedMetrics metrics;
    private final InstantSource clock;
    private final ReceivedEvents received = new ReceivedEvents();

    @Inject
    DeadlinesFunction(
            Optional<LiveFeed> feed,
            Optional<Consumers> consumers,
            @All List<DeadlineClock> clocks,
            EmbeddedMetrics metrics) {
        this(feed, consumers, clocks, metrics, InstantSource.system());
    }

    DeadlinesFunction(
            Optional<LiveFeed> feed,
            Optional<Consumers> consumers,
            List<DeadlineClock> clocks,
            EmbeddedMetrics metrics,
            InstantSource clock) {
        this.feed = feed;
        this.consumers = consumers;
        this.clocks = List.copyOf(clocks);
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * Gives processes their due deadlines, and writes how many failed. A process whose deadlines
     * cannot be read counts as one that failed.
     *
     * @param time after which no further deadline is given
     */
    void fire(Duration time) {
        Instant now = clock.instant();
        int failed = clocks.stream().mapToInt(process -> fire(process, now, now.plus(time))).sum();
        metrics.write(Map.of(Metric.FAILED_DEADLINES, failed), Map.of());
    }

    /**
     * Gives processes their due deadlines, if there is no feed. Then there are no consumers, and no
     * function for them that would give the deadlines.
     *
     * @param time after which no further deadline is given
     */
    void fireWithoutFeed(Duration time) {
        if (feed.isEmpty() && !clocks.isEmpty()) {
            fire(time);
        }
    }

    /**
     * The time up to which the process has received all events that the feed has, and also before
     * the first event that it has still to receive. An event that it has not received may cancel
     * later deadlines, so they wait.
     */
    private Instant handledUpTo(DeadlineClock process, Instant now) {
        if (feed.isEmpty()) {
            return now;
        }
        // The end of a generation that has ended says nothing.
        Feed pages = feed.get().read();
        Optional<ConsumerStatus> status = consumers.flatMap(all -> all.find(process.name()));
        if (status.isEmpty()) {
            return now;
        }
        int generation = status.get().generation();
        if (generation != pages.generation() || !pages.hasAllOfTheRebuild()) {
            return Instant.EPOCH;
        }
        long position = status.get().position();
        Instant received =
                this.received
                        .receivedUpTo(
                                process.name() + "@" + generation, position, pages.head(), now)
                        .orElse(Instant.EPOCH);
        return pages.timeAfter(position)
                .map(next -> next.minusMillis(1))
                .filter(received::isAfter)
                .orElse(received);
    }

    /** Gives a process its due deadlines, and returns how many failed; 1 if none can be read. */
    private int fire(DeadlineClock process, Instant now, Instant until) {
        try {
            return process.fire(handledUpTo(process, now), until).failed();
        } catch (ProjectionNotReadyException e) {
            LOG.errorf(
                    "no deadline can be given until the read model is ready. If nobody has started its rebuild, start it: %s",
                    e.getMessage());
        } catch (StoreUnavailableException e) {
            LOG.warnf("deadlines are given later: %s", e.getMessage());
        } catch (RuntimeException e) {
            LOG.errorf(e, "deadlines cannot be given: %s", e.getMessage());
        }
        return 1;
    }
}
