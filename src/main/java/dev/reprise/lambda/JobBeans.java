package dev.reprise.lambda;

import dev.reprise.eventstore.EventStore;
import dev.reprise.personal.Forgetting;
import dev.reprise.personal.PersonalData;
import dev.reprise.personal.SubjectStreams;
import dev.reprise.projections.CommitScan;
import dev.reprise.projections.InProcessJobQueue;
import dev.reprise.projections.JobQueue;
import dev.reprise.projections.JobStore;
import dev.reprise.projections.Projection;
import dev.reprise.projections.ProjectionJobs;
import dev.reprise.projections.RebuildPolicy;
import dev.reprise.projections.Refold;
import dev.reprise.projections.ViewStore;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Makes what works on the jobs of projections, for injection. */
@Singleton
final class JobBeans {

    private static final Logger LOG = Logger.getLogger(JobBeans.class);

    /** How many tasks run at the same time in one process. */
    private static final int WORKERS = 4;

    /** How often such a process tries streams again whose rows could not be written. */
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(10);

    @Produces
    @Singleton
    JobQueue queue(@ConfigProperty(name = "reprise.projections.jobs") String where) {
        return switch (where) {
            case "in-process" -> new InProcessJobQueue(WORKERS, InstantSource.system());
            // The jobs function looks for jobs in the store.
            case "scheduled" -> (_, _) -> {};
            default ->
                    throw new IllegalArgumentException(
                            "reprise.projections.jobs must be in-process or scheduled, not "
                                    + where);
        };
    }

    @Produces
    @Singleton
    ProjectionJobs jobs(
            @All List<Projection<?, ?>> projections,
            ViewStore views,
            EventStore events,
            CommitScan scan,
            JobStore jobs,
            JobQueue queue,
            @ConfigProperty(name = "reprise.projections.scan-parts") int parts,
            @ConfigProperty(name = "reprise.projections.retirement") Duration retirement,
            @ConfigProperty(name = "reprise.projections.repair-pause") Duration repairPause) {
        return new ProjectionJobs(
                projections,
                views,
                events,
                scan,
                jobs,
                queue,
                new ProjectionJobs.Settings(parts, retirement, repairPause),
                InstantSource.system(),
                () -> UUID.randomUUID().toString());
    }

    @Produces
    @Singleton
    RebuildPolicy rebuilds(
            ProjectionJobs jobs, @ConfigProperty(name = "reprise.projections.rebuild") String how) {
        return switch (how) {
            case "automatic" -> RebuildPolicy.automatic(jobs.rebuild(), InstantSource.system());
            case "manual" -> RebuildPolicy.manual();
            default ->
                    throw new IllegalArgumentException(
                            "reprise.projections.rebuild must be automatic or manual, not " + how);
        };
    }

    @Produces
    @Singleton
    Forgetting forgetting(
            PersonalData personal,
            EventStore events,
            SubjectStreams streams,
            @All List<Projection<?, ?>> projections,
            ViewStore views) {
        return new Forgetting(
                personal,
                events,
                streams,
                new Refold(projections, views, events),
                InstantSource.system());
    }

    /** A process that has the tasks itself goes on with those of the process before. */
    void start(
            @Observes StartupEvent event,
            JobQueue queue,
            ProjectionJobs jobs,
            Forgetting forgetting,
            FeedMaintenance feed) {
        if (queue instanceof InProcessJobQueue inProcess) {
            inProcess.start(jobs.runner());
            inProcess.repeat(
                    RETRY_PAUSE, () -> jobs.retries().follow(Instant.now().plus(RETRY_PAUSE)));
            inProcess.repeat(RETRY_PAUSE, () -> forgetting.work(Instant.now().plus(RETRY_PAUSE)));
            inProcess.repeat(RETRY_PAUSE, () -> feed.work(Instant.now().plus(RETRY_PAUSE)));
            Thread.ofVirtual().start(() -> sendUnfinished(jobs));
        }
    }

    private static void sendUnfinished(ProjectionJobs jobs) {
        try {
            jobs.sendUnfinished();
        } catch (RuntimeException e) {
            LOG.warnf(
                    "unfinished rebuilds are not continued: %s. POST /projections/{name}/rebuild/resume continues one",
                    e.getMessage());
        }
    }

    void stop(@Observes ShutdownEvent event, JobQueue queue) {
        if (queue instanceof InProcessJobQueue inProcess) {
            inProcess.close();
        }
    }
}
