package dev.reprise.projections;

import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.projections.Generations.Generation;
import dev.reprise.projections.Job.Kind;
import dev.reprise.projections.Job.State;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * Compares the live rows of a projection with all events, and makes them right. It may run at any
 * time: each row is written as a batch would write it. A row that was made from commits that are
 * not there is folded anew from those that are; that is why a person has to ask for it.
 *
 * <p>Every method throws {@link StoreUnavailableException} if a store did not answer.
 */
public final class Repair {

    private final ViewStore views;
    private final JobControl control;
    private final int scanParts;

    Repair(ViewStore views, JobStore jobs, JobQueue queue, int scanParts, InstantSource clock) {
        this.views = views;
        this.control = new JobControl(Kind.REPAIR, jobs, queue, clock);
        this.scanParts = scanParts;
    }

    /** What became of a request to begin. */
    public sealed interface Outcome {

        /** It has begun. */
        record Started(Job job) implements Outcome {}

        /** A repair is running. */
        record Running(Job job) implements Outcome {}

        /** There is no live generation to repair. */
        record NothingLive() implements Outcome {}
    }

    /** The last repair. */
    public record Progress(Job job, List<JobPart> parts) {

        public Progress {
            parts = List.copyOf(parts);
        }
    }

    /**
     * Begins a repair.
     *
     * @param mends false to report only what is wrong
     */
    public Outcome start(String projection, boolean mends) {
        Optional<Job> last = control.current(projection);
        Optional<Generation> live = views.generations(projection).flatMap(Generations::live);
        if (live.isEmpty()) {
            return new Outcome.NothingLive();
        }
        if (last.filter(job -> job.state().isActive()).isPresent()) {
            return new Outcome.Running(last.get());
        }
        return control.begin(projection, live.get().number(), scanParts + 1, mends, last)
                .<Outcome>map(Outcome.Started::new)
                .orElseGet(() -> new Outcome.Running(control.current(projection).orElseThrow()));
    }

    /** The last repair; empty if there was none. */
    public Optional<Progress> progress(String projection) {
        return control.current(projection).map(job -> new Progress(job, control.parts(job)));
    }

    /** Lets the workers stop after their page; false if no repair is running. */
    public boolean pause(String projection) {
        return control.change(projection, EnumSet.of(State.RUNNING), job -> job.in(State.PAUSED))
                .isPresent();
    }

    /** Lets the workers go on; false if no repair is paused or running. */
    public boolean resume(String projection) {
        Optional<Job> resumed =
                control.change(
                        projection,
                        EnumSet.of(State.PAUSED, State.RUNNING),
                        job -> job.in(State.RUNNING));
        resumed.ifPresent(control::send);
        return resumed.isPresent();
    }

    /** Ends the repair. What is mended stays so. False if none is paused or running. */
    public boolean cancel(String projection) {
        return control.change(
                        projection,
                        EnumSet.of(State.PAUSED, State.RUNNING),
                        job -> job.in(State.CANCELLED))
                .isPresent();
    }
}
