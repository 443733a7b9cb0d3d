package dev.reprise.lambda;

import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.metrics.EmbeddedMetrics;
import dev.reprise.metrics.Metric;
import dev.reprise.personal.Forgetting;
import dev.reprise.projections.Generations;
import dev.reprise.projections.Generations.Generation;
import dev.reprise.projections.Projection;
import dev.reprise.projections.ProjectionJobs;
import dev.reprise.projections.ProjectionVersions;
import dev.reprise.projections.RetryList;
import dev.reprise.projections.RowTally;
import dev.reprise.projections.ViewStore;
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
 * Works on the jobs of projections, refolds the rows of people who were forgotten, and counts the
 * streams that wait. It is called each minute. Two calls at the same time share the work.
 */
@Singleton
@Unremovable
class JobsFunction {

    /** A page that has begun is finished within this time. */
    static final Duration RESERVE = Duration.ofMinutes(1);

    /** Refolding the rows of forgotten people takes one part in this many of a call's time. */
    private static final int FORGETTING_SHARE = 4;

    /** And so does the work on the feed. */
    private static final int FEED_SHARE = 4;

    private static final Logger LOG = Logger.getLogger(JobsFunction.class);

    private final List<ProjectionVersions> projections;
    private final ViewStore views;
    private final ProjectionJobs jobs;
    private final Forgetting forgetting;
    private final FeedMaintenance feed;
    private final InstantSource clock;
    private final EmbeddedMetrics metrics;

    @Inject
    JobsFunction(
            @All List<Projection<?, ?>> projections,
            ViewStore views,
            ProjectionJobs jobs,
            Forgetting forgetting,
            FeedMaintenance feed,
            EmbeddedMetrics metrics) {
        this(projections, views, jobs, forgetting, feed, metrics, InstantSource.system());
    }

    JobsFunction(
            List<Projection<?, ?>> projections,
            ViewStore views,
            ProjectionJobs jobs,
            Forgetting forgetting,
            FeedMaintenance feed,
            EmbeddedMetrics metrics,
            InstantSource clock) {
        this.projections = ProjectionVersions.of(projections);
        this.views = views;
        this.jobs = jobs;
        this.forgetting = forgetting;
        this.feed = feed;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * Counts the streams that are parked or tried again. Then works on jobs, and reports how many
     * rows were repaired. In the last minute it begins no new page, so that the current page can be
     * finished.
     *
     * @param left after which time the call is ended
     */
    void work(Duration left) {
        int parked = projections.stream().mapToInt(projection -> parked(projection.name())).sum();
        int retrying =
                projections.stream()
                        .mapToInt(projection ->
                                views.retries(
                                                projection.name(),
                                                Optional.empty(),
                                                RetryList.MAX_COUNTED)
                                        .size())
                        .sum();
        metrics.write(
                Map.of(Metric.PARKED_STREAMS, parked, Metric.RETRYING_STREAMS, retrying), Map.of());
        Duration time = left.minus(RESERVE);
        Instant deadline = clock.instant().plus(time);
        try {
            forgetting.work(clock.instant().plus(time.dividedBy(FORGETTING_SHARE)));
        } catch (StoreUnavailableException e) {
            LOG.errorf("forgotten people wait for the next call: %s", e.getMessage());
        }
        feed.work(clock.instant().plus(time.dividedBy(FEED_SHARE)));
        RowTally.Found before = jobs.tally().sinceStart();
        jobs.work(deadline);
        metrics.write(
                Map.of(
                        Metric.REPAIRED_ROWS,
                        jobs.tally().sinceStart().minus(before).repairedRows()),
                Map.of());
    }

    private int parked(String projection) {
        return views.generations(projection)
                .flatMap(Generations::live)
                .map(Generation::number)
                .map(live -> views.parked(projection, live, RetryList.MAX_COUNTED).size())
                .orElse(0);
    }
}
