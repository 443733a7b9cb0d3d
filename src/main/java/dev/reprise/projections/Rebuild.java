package dev.reprise.projections;

import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StoreUnavailableException.Reason;
import dev.reprise.projections.Generations.Generation;
import dev.reprise.projections.Job.Kind;
import dev.reprise.projections.Job.State;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * Builds a new generation of a projection while the live one is read and written, makes it live,
 * and removes the old one. Every step can be done again after a failure.
 *
 * <p>Every method throws {@link StoreUnavailableException} if a store did not answer. What was
 * asked for may be done; ask again.
 */
public final class Rebuild {

    /** How many parked streams the progress lists. */
    public static final int MAX_PARKED = 100;

    private static final int ATTEMPTS = 10;

    private final ViewStore views;
    private final CommitScan scan;
    private final Switch switching;
    private final CleanUp cleanUp;
    private final JobControl control;
    private final int parts;

    /**
     * Rebuilds of projections.
     *
     * @param parts in how many parts the events are scanned
     */
    Rebuild(
            ViewStore views,
            CommitScan scan,
            JobStore jobs,
            JobQueue queue,
            Switch switching,
            CleanUp cleanUp,
            int parts,
            InstantSource clock) {
        this.views = views;
        this.scan = scan;
        this.switching = switching;
        this.cleanUp = cleanUp;
        this.parts = parts;
        this.control = new JobControl(Kind.REBUILD, jobs, queue, clock);
    }

    /** What became of a request. */
    public sealed interface Outcome {

        /** It is done, or begun. */
        record Accepted(Generations generations, Optional<Job> job) implements Outcome {}

        /**
         * It is not possible now, and nothing was changed.
         *
         * @param detail what is the case, and what to do
         */
        record Refused(Refusal refusal, String detail) implements Outcome {}
    }

    /** Why a request is not possible. */
    public enum Refusal {
        /** A generation is being built. */
        RUNNING,
        /** No rebuild is in the state that the request is for. */
        NONE,
        /** The generation would lose events, or has parked streams. */
        NOT_COMPLETE,
        /** No generation retires. */
        NOTHING_RETIRES
    }

    /**
     * The last rebuild.
     *
     * @param parked the first parked streams of its generation; empty once it is live
     * @param commits how many commits there are, as far as the store knows
     */
    public record Progress(
            Job job,
            List<JobPart> parts,
            Optional<Generations> generations,
            List<ProjectedRow> parked,
            OptionalLong commits) {

        public Progress {
            parts = List.copyOf(parts);
            parked = List.copyOf(parked);
        }
    }

    /**
     * Begins to build a generation in the newest schema version.
     *
     * @param automatic whether it becomes live without a person, once it is complete and no stream
     *     of it is parked
     */
    public Outcome start(ProjectionVersions projection, boolean automatic) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            // 1. Is one running?
            Optional<Job> last = control.current(projection.name());
            Optional<Generations> before = views.generations(projection.name());
            Optional<Generation> building = before.flatMap(Generations::building);
            if (last.filter(job -> job.state().isActive() && isOf(building, job)).isPresent()) {
                return running(projection.name(), last.get());
            }
            // 2. Register the generation. From now on every batch writes it.
            Optional<Generations> registered = registered(projection, before);
            if (registered.isEmpty()) {
                continue;
            }
            // 3. Save the job, and scan the events.
            Optional<Job> begun =
                    control.begin(
                            projection.name(),
                            registered.get().building().orElseThrow().number(),
                            parts,
                            automatic,
                            last);
            if (begun.isPresent()) {
                return new Outcome.Accepted(registered.get(), begun);
            }
        }
        throw new StoreUnavailableException(
                Reason.THROTTLED, "others keep changing the rebuild of " + projection.name());
    }

    /**
     * The generations with one that is built in the newest schema version: the one that is built
     * already, which may be left from a start that failed, or a new one. Empty if others changed
     * the generations.
     */
    private Optional<Generations> registered(
            ProjectionVersions projection, Optional<Generations> before) {
        int schemaVersion = projection.newest().schemaVersion();
        if (before.isEmpty()) {
            return Optional.of(FirstBuild.register(projection, views))
                    .filter(generations -> generations.building().isPresent());
        }
        Optional<Generation> building = before.get().building();
        if (building.filter(found -> found.schemaVersion() == schemaVersion).isPresent()) {
            return before;
        }
        Generations without = building.isPresent() ? before.get().cancelled() : before.get();
        Generations after =
                without.building(
                        new Generation(
                                views.nextGenerationNumber(projection.name()), schemaVersion));
        return views.saveGenerations(projection.name(), after, before)
                ? Optional.of(after)
                : Optional.empty();
    }

    private static Outcome running(String projection, Job job) {
        return new Outcome.Refused(
                Refusal.RUNNING,
                "generation "
                        + job.generation()
                        + " of "
                        + projection
                        + " is being built, since "
                        + job.startedAt()
                        + "; cancel it, or wait for it");
    }

    /** The last rebuild; empty if there was none. */
    public Optional<Progress> progress(String projection) {
        return control.current(projection)
                .map(job -> {
                    Optional<Generations> generations = views.generations(projection);
                    boolean isBuilt = isOf(generations.flatMap(Generations::building), job);
                    return new Progress(
                            job,
                            control.parts(job),
                            generations,
                            isBuilt
                                    ? views.parked(projection, job.generation(), MAX_PARKED)
                                    : List.of(),
                            scan.estimatedCommits());
                });
    }

    /** Lets the workers stop after their page. */
    public Outcome pause(String projection) {
        return changed(
                projection,
                control.change(projection, EnumSet.of(State.RUNNING), job -> job.in(State.PAUSED)),
                "no rebuild of " + projection + " is running, so there is none to pause");
    }

    /** Lets the workers go on. Also sends again what workers may have lost. */
    public Outcome resume(String projection) {
        Optional<Job> resumed =
                control.change(
                        projection,
                        EnumSet.of(State.PAUSED, State.RUNNING, State.SCANNED),
                        job -> job.state() == State.SCANNED ? job : job.in(State.RUNNING));
        resumed.ifPresent(control::send);
        return changed(
                projection,
                resumed,
                "no rebuild of "
                        + projection
                        + " is paused or running, so there is none to resume");
    }

    /** Drops the generation that is built. */
    public Outcome cancel(String projection) {
        Optional<Job> job = control.current(projection);
        Optional<Generation> building =
                views.generations(projection).flatMap(Generations::building);
        if (job.isEmpty() || building.isEmpty() || !isOf(building, job.get())) {
            return none("no rebuild of " + projection + " is running, so there is none to cancel");
        }
        if (views.generations(projection).flatMap(Generations::live).isEmpty()) {
            return new Outcome.Refused(
                    Refusal.NOT_COMPLETE,
                    "generation "
                            + job.get().generation()
                            + " is the first of "
                            + projection
                            + ", and no other one can be read; pause it instead");
        }
        cleanUp.schedule(projection);
        GenerationChange.apply(
                views,
                projection,
                stored ->
                        Optional.of(
                                stored.building().equals(building) ? stored.cancelled() : stored));
        cleanUp.send(projection);
        Optional<Job> cancelled =
                control.change(
                        projection,
                        EnumSet.of(State.PAUSED, State.RUNNING, State.SCANNED),
                        stored -> stored.in(State.CANCELLED));
        return new Outcome.Accepted(
                views.generations(projection).orElseThrow(), cancelled.or(() -> job));
    }

    /** Makes the generation live that is built. */
    public Outcome switchOver(String projection) {
        Optional<Job> job = control.current(projection).filter(last -> last.state().isActive());
        if (job.isEmpty()) {
            return none("no rebuild of " + projection + " waits for a switch");
        }
        if (job.get().state() != State.SCANNED) {
            return new Outcome.Refused(
                    Refusal.NOT_COMPLETE,
                    "generation "
                            + job.get().generation()
                            + " does not have all events yet, so a switch would lose some");
        }
        return switch (switching.toBuilt(job.get())) {
            case Switch.Result.Switched _ -> accepted(projection, job.get());
            case Switch.Result.Parked(List<ProjectedRow> rows) ->
                    new Outcome.Refused(
                            Refusal.NOT_COMPLETE,
                            "generation "
                                    + job.get().generation()
                                    + " has parked streams, such as "
                                    + rows.getFirst().key().stream()
                                    + "; redrive them first");
            case Switch.Result.NotBuilt _ ->
                    none("generation " + job.get().generation() + " is not being built any more");
        };
    }

    /** Makes the generation live again that retired last. */
    public Outcome switchBack(ProjectionVersions projection) {
        Optional<Generation> retiring =
                views.generations(projection.name()).map(Generations::retiring).stream()
                        .flatMap(List::stream)
                        .reduce((_, last) -> last)
                        .filter(last -> projection.in(last.schemaVersion()).isPresent());
        return retiring.isPresent() && switching.backTo(projection.name(), retiring.get())
                ? new Outcome.Accepted(
                        views.generations(projection.name()).orElseThrow(), Optional.empty())
                : nothingRetires(projection.name(), "that this code has kept up to date");
    }

    /** Drops the generations that retire now, and deletes the rows of dropped ones. */
    public Outcome cleanUp(String projection) {
        Optional<Generations> generations = views.generations(projection);
        if (generations.filter(CleanUp::isNeeded).isEmpty()) {
            return nothingRetires(projection, "or is dropped");
        }
        cleanUp.scheduleNow(projection);
        cleanUp.send(projection);
        return new Outcome.Accepted(generations.get(), Optional.empty());
    }

    private Outcome changed(String projection, Optional<Job> job, String otherwise) {
        return job.map(changed -> accepted(projection, changed)).orElseGet(() -> none(otherwise));
    }

    private Outcome accepted(String projection, Job job) {
        return new Outcome.Accepted(
                views.generations(projection).orElseThrow(),
                control.current(projection).filter(job::isSameAs));
    }

    private static Outcome none(String detail) {
        return new Outcome.Refused(Refusal.NONE, detail);
    }

    private static Outcome nothingRetires(String projection, String which) {
        return new Outcome.Refused(
                Refusal.NOTHING_RETIRES, "no generation of " + projection + " retires " + which);
    }

    private static boolean isOf(Optional<Generation> building, Job job) {
        return building.filter(isNumber(job.generation())).isPresent();
    }

    private static Predicate<Generation> isNumber(int number) {
        return generation -> generation.number() == number;
    }
}
