package dev.reprise.processes;

import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.Tenant;
import dev.reprise.projections.CommitScan;
import dev.reprise.projections.Parallel;
import dev.reprise.projections.ProjectedView;
import dev.reprise.projections.ProjectionNotReadyException;
import dev.reprise.projections.ProjectionPage;
import dev.reprise.projections.ProjectionReader;
import dev.reprise.projections.ProjectionReader.Listing;
import dev.reprise.projections.ViewStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Gives a process its due deadlines. Call {@link #fire} about once a minute, on any number of
 * machines.
 *
 * <p>The read model of deadlines is a moment behind. So a deadline may be given to its instance
 * twice, or after it was cancelled. The instance checks its stream: if the deadline is no longer
 * pending, nothing changes.
 *
 * <p>A deadline whose step fails is logged and stays pending. A deadline that waits for the events
 * of its target ({@link Reaction#sendIfUnchanged}) stays pending, too. Each call tries both again,
 * after all other deadlines. So they do not delay the others.
 */
public final class DeadlineClock {

    private static final Logger LOG = System.getLogger(DeadlineClock.class.getName());
    private static final int PAGE = 200;

    private static final Comparator<DueDeadline> BY_TIME =
            Comparator.<DueDeadline, Instant>comparing(due -> due.deadline().at())
                    .thenComparing(due -> due.instance().toString())
                    .thenComparingLong(due -> due.deadline().number());

    private final ProcessRunner<?, ?, ?, ?, ?> runner;
    private final DeadlinesProjection<?> projection;
    private final ViewStore views;
    private final ProjectionReader<PendingDeadlines> reader;
    private final InstantSource clock;
    private final int atOnce;
    private volatile Set<DueDeadline> pendingBefore = Set.of();

    /**
     * A clock that gives at most 16 deadlines at the same time.
     *
     * @param clock the time of day, which {@link #fire} compares with its end
     */
    public DeadlineClock(
            ProcessRunner<?, ?, ?, ?, ?> runner,
            ViewStore views,
            CommitScan scan,
            InstantSource clock) {
        this(runner, views, scan, clock, 16);
    }

    /**
     * A clock.
     *
     * @param atOnce how many deadlines are given at the same time, 1 to 32. They are begun in the
     *     order of their time. With 1, each step has ended before the next begins
     */
    public DeadlineClock(
            ProcessRunner<?, ?, ?, ?, ?> runner,
            ViewStore views,
            CommitScan scan,
            InstantSource clock,
            int atOnce) {
        this.runner = runner;
        this.projection = new DeadlinesProjection<>(runner.process());
        this.views = views;
        this.reader = new ProjectionReader<>(projection, views, scan, clock);
        this.clock = clock;
        this.atOnce = atOnce;
    }

    /**
     * The result of a call.
     *
     * @param given how many deadlines were given to their instances, and are no longer pending.
     *     Some of them may have been no longer pending before the call
     * @param waiting how many stay pending until their instance has reacted to the last event of
     *     the stream that their command changes
     * @param failed how many failed; they stay pending
     * @param complete whether all deadlines that were due were tried; if not, call again
     */
    public record Fired(int given, int waiting, int failed, boolean complete) {}

    /** A deadline of an instance. */
    private record DueDeadline(StreamName instance, PendingDeadline deadline) {}

    /**
     * Gives all due deadlines to their instances, in the order of their time.
     *
     * @param now deadlines up to this instant are due
     * @param until no deadline is given after this time
     * @throws ProjectionNotReadyException if the read model is not ready
     * @throws StoreUnavailableException if the read model cannot be read
     */
    public Fired fire(Instant now, Instant until) {
        try {
            return new Round(now, until).run();
        } catch (ProjectionNotReadyException e) {
            if (views.generations(projection.name()).isPresent()) {
                throw e;
            }
            // No instance has recorded anything yet.
            return new Fired(0, 0, 0, true);
        }
    }

    /** One call. */
    private final class Round {

        private final Instant now;
        private final Instant until;
        private final PriorityQueue<DueDeadline> queue = new PriorityQueue<>(BY_TIME);
        private final List<DueDeadline> last = new ArrayList<>();
        private final Set<DueDeadline> stillPending = new HashSet<>();
        private int given;
        private int waiting;
        private int failed;

        Round(Instant now, Instant until) {
            this.now = now;
            this.until = until;
        }

        Fired run() {
            boolean complete = giveListed() && giveAll(last);
            pendingBefore =
                    complete ? Set.copyOf(stillPending) : union(pendingBefore, stillPending);
            return new Fired(given, waiting, failed, complete);
        }

        /**
         * Gives the deadlines that the read model lists. Returns false if there was no time for
         * all.
         */
        private boolean giveListed() {
            Optional<String> after = Optional.empty();
            while (true) {
                ProjectionPage<PendingDeadlines> page = reader.list(listing(), after, PAGE);
                Optional<Instant> listedUpTo = add(page.views());
                boolean more = page.next().isPresent() && listedUpTo.isPresent();
                if (!give(more ? listedUpTo : Optional.empty())) {
                    return false;
                }
                if (!more) {
                    return true;
                }
                after = page.next();
            }
        }

        private static Listing<PendingDeadlines> listing() {
            return new Listing<>(
                    Tenant.ONLY,
                    DeadlinesProjection.BY_TIME,
                    DeadlinesProjection.partitions(),
                    Optional.empty());
        }

        /**
         * Adds the deadlines of a page that are due.
         *
         * @return the time up to which all deadlines have been listed; empty if all due deadlines
         *     have been listed
         */
        private Optional<Instant> add(List<ProjectedView<PendingDeadlines>> page) {
            Optional<Instant> listedUpTo = Optional.of(Instant.MIN);
            for (ProjectedView<PendingDeadlines> row : page) {
                List<PendingDeadline> due = row.view().due(now);
                if (due.isEmpty()) {
                    return Optional.empty();
                }
                listedUpTo = Optional.of(due.getFirst().at());
                for (PendingDeadline deadline : due) {
                    DueDeadline found = new DueDeadline(row.stream(), deadline);
                    if (pendingBefore.contains(found)) {
                        last.add(found);
                    } else {
                        queue.add(found);
                    }
                }
            }
            return listedUpTo;
        }

        /** Gives the deadlines up to a time, or all. Returns false if there was no time for all. */
        private boolean give(Optional<Instant> upTo) {
            List<DueDeadline> some = new ArrayList<>();
            while (!queue.isEmpty()
                    && upTo.filter(queue.peek().deadline().at()::isAfter).isEmpty()) {
                some.add(queue.remove());
            }
            return giveAll(some);
        }

        private boolean giveAll(List<DueDeadline> deadlines) {
            int next = 0;
            while (next < deadlines.size()) {
                if (!clock.instant().isBefore(until)) {
                    return false;
                }
                Map<StreamName, DueDeadline> wave = wave(deadlines.subList(next, deadlines.size()));
                Parallel.map(wave.values(), this::give);
                next += wave.size();
            }
            return true;
        }

        /** The first deadlines, at most one of each instance. */
        private Map<StreamName, DueDeadline> wave(List<DueDeadline> deadlines) {
            Map<StreamName, DueDeadline> wave = new LinkedHashMap<>();
            for (DueDeadline due : deadlines) {
                if (wave.size() == atOnce || wave.putIfAbsent(due.instance(), due) != null) {
                    break;
                }
            }
            return wave;
        }

        private DeadlineOutcome give(DueDeadline due) {
            DeadlineOutcome outcome = attempt(due);
            synchronized (this) {
                switch (outcome) {
                    case ENDED -> given++;
                    case WAITING -> waiting++;
                    case FAILED -> failed++;
                }
                if (outcome != DeadlineOutcome.ENDED) {
                    stillPending.add(due);
                }
            }
            return outcome;
        }

        private DeadlineOutcome attempt(DueDeadline due) {
            try {
                return runner.reach(due.instance(), due.deadline());
            } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
                logFailure(due, e);
                return DeadlineOutcome.FAILED;
            }
        }

        /** The first failure is logged with its stack trace, which shows where a process throws. */
        private void logFailure(DueDeadline due, Throwable failure) {
            String text =
                    "the deadline %s of %s failed and stays pending; the next call of the clock tries it again: %s"
                            .formatted(due.deadline().name(), due.instance(), failure);
            if (pendingBefore.contains(due) || failure instanceof StoreUnavailableException) {
                LOG.log(Level.ERROR, text);
            } else {
                LOG.log(Level.ERROR, text, failure);
            }
        }
    }

    private static Set<DueDeadline> union(Set<DueDeadline> some, Set<DueDeadline> others) {
        Set<DueDeadline> all = new HashSet<>(some);
        all.addAll(others);
        return all;
    }
}
