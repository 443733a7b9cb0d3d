package dev.reprise.orders;

import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StoreUnavailableException.Reason;
import dev.reprise.eventstore.StreamName;
import dev.reprise.projections.CommitScan;
import dev.reprise.projections.InterceptedEventStore;
import dev.reprise.projections.InterceptedJobStore;
import dev.reprise.projections.InterceptedViewStore;
import dev.reprise.projections.InterceptedViewStore.Operation;
import dev.reprise.projections.JobQueue;
import dev.reprise.projections.JobStore;
import dev.reprise.projections.JobTask;
import dev.reprise.projections.Projection;
import dev.reprise.projections.ProjectionJobs;
import dev.reprise.projections.ProjectionVersions;
import dev.reprise.projections.Projector;
import dev.reprise.projections.RebuildPolicy;
import dev.reprise.projections.Redrive;
import dev.reprise.projections.RowKey;
import dev.reprise.projections.ViewStore;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/**
 * A process with a projector and a worker of jobs. At random its stores fail before or after a
 * call, or the process is killed there: then none of its calls does anything any more.
 */
final class ChaosProcess {

    static final List<Projection<?, ?>> PROJECTIONS =
            List.of(
                    new OrderSummariesProjection(),
                    new ShippedItemsProjection(),
                    new SalesProjection());
    static final List<ProjectionVersions> VERSIONS = ProjectionVersions.of(PROJECTIONS);

    private static final Set<Operation> PARALLEL =
            EnumSet.of(Operation.WRITE, Operation.RETRIES, Operation.REMOVE_RETRY);

    private static final int STREAM_GROUPS = 8;

    private static final int SCAN_PARTS = 2;
    private static final Duration RETIREMENT = Duration.ofMinutes(10);

    /**
     * What the processes share.
     *
     * @param delivery how commits come to the projector
     * @param parallel called between the read and the write of a row, or between the reading of a
     *     noted stream and its removal, at random
     */
    record Environment(
            EventStore events,
            ViewStore views,
            CommitScan scan,
            JobStore jobs,
            JobQueue queue,
            InstantSource clock,
            ChaosDelivery delivery,
            Runnable parallel) {}

    /**
     * How often something fails.
     *
     * @param failure one in this number of calls fails; 0 if none does
     * @param kill the process is killed in one of this number of calls; 0 if it never is
     */
    record Faults(int failure, int kill) {
        static final Faults NONE = new Faults(0, 0);
    }

    /** The end of a process. An error, which no code that runs in the process takes for its own. */
    private static final class Killed extends Error {}

    private final Environment environment;
    private final Faults faults;
    private final Random random;
    private final Projector projector;
    private final ProjectionJobs jobs;
    private final Redrive redrive;
    private final int refusedStreams;
    private volatile boolean killed;

    ChaosProcess(Environment environment, Faults faults, Random random) {
        this.environment = environment;
        this.faults = faults;
        this.random = random;
        this.refusedStreams = random.nextInt(2 * STREAM_GROUPS);
        var views = new InterceptedViewStore(environment.views());
        views.before((operation, keys) -> {
            fail();
            if (faults.failure() > 0) {
                refuse(operation, keys);
                if (PARALLEL.contains(operation) && random.nextInt(8) == 0) {
                    environment.parallel().run();
                }
            }
        });
        views.after((_, _) -> fail());
        var events = new InterceptedEventStore(environment.events());
        events.before((_, _) -> fail());
        this.jobs =
                new ProjectionJobs(
                        PROJECTIONS,
                        views,
                        events,
                        environment.scan(),
                        new InterceptedJobStore(environment.jobs(), this::fail, this::fail),
                        this::send,
                        new ProjectionJobs.Settings(SCAN_PARTS, RETIREMENT, Duration.ZERO),
                        environment.clock(),
                        () -> UUID.randomUUID().toString());
        this.projector =
                new Projector(
                        PROJECTIONS,
                        views,
                        events,
                        environment.scan(),
                        environment.clock(),
                        RebuildPolicy.automatic(jobs.rebuild(), environment.clock()));
        this.redrive = new Redrive(views, events);
    }

    private void send(JobTask task, Duration delay) {
        fail();
        environment.queue().send(task, delay);
    }

    /** Some processes hardly ever get the rows of some streams written. */
    private void refuse(Operation operation, Collection<RowKey> keys) {
        if (operation == Operation.WRITE
                && keys.stream().anyMatch(key -> isRefused(key.stream()))
                && random.nextInt(5) > 0) {
            throw new StoreUnavailableException(
                    Reason.THROTTLED, new IOException("this stream is refused by the test"));
        }
    }

    private boolean isRefused(StreamName stream) {
        return Math.floorMod(stream.hashCode(), STREAM_GROUPS) == refusedStreams;
    }

    private void fail() {
        if (killed || happens(faults.kill())) {
            killed = true;
            throw new Killed();
        }
        if (happens(faults.failure())) {
            throw new StoreUnavailableException(
                    Reason.THROTTLED, new IOException("injected by the test"));
        }
    }

    private boolean happens(int oneIn) {
        return oneIn > 0 && random.nextInt(oneIn) == 0;
    }

    boolean isKilled() {
        return killed;
    }

    /** Projects a batch, and returns the commits to deliver again: all, if it is killed. */
    List<Commit> project(List<Commit> batch) {
        return unlessKilled(() -> environment.delivery().project(projector, batch)).orElse(batch);
    }

    /** Runs a task for one page, and returns when it is to be run again. */
    Optional<Duration> run(JobTask task) {
        return unlessKilled(
                        () -> jobs.runner().run(task, environment.clock().instant().plusMillis(1)))
                .orElse(Optional.of(Duration.ofMinutes(1)));
    }

    /** Does something to the rebuild of a projection, or to its rows. A store may fail. */
    void act(Action action, ProjectionVersions projection) {
        try {
            unlessKilled(() -> {
                action.act(jobs, redrive, projection);
                return true;
            });
        } catch (StoreUnavailableException _) {
            // The caller would try again.
        }
    }

    /** Something that is asked for from outside. */
    @FunctionalInterface
    interface Action {
        void act(ProjectionJobs jobs, Redrive redrive, ProjectionVersions projection);
    }

    @FunctionalInterface
    private interface Call<T> {
        T call();
    }

    private <T> Optional<T> unlessKilled(Call<T> call) {
        try {
            T answer = call.call();
            return killed ? Optional.empty() : Optional.of(answer);
        } catch (Killed _) {
            return Optional.empty();
        } catch (RuntimeException e) {
            if (killed) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
