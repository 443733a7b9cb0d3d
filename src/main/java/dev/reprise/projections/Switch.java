package dev.reprise.projections;

import dev.reprise.projections.Generations.Generation;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Makes another generation live. Each step may be done twice, or by two processes. */
final class Switch {

    private static final Logger LOG = System.getLogger(Switch.class.getName());

    private final ViewStore views;
    private final JobStore jobs;
    private final CleanUp cleanUp;
    private final Duration retirement;
    private final InstantSource clock;

    /**
     * A switch.
     *
     * @param retirement how long a generation retires before it is dropped
     */
    Switch(
            ViewStore views,
            JobStore jobs,
            CleanUp cleanUp,
            Duration retirement,
            InstantSource clock) {
        this.views = views;
        this.jobs = jobs;
        this.cleanUp = cleanUp;
        this.retirement = retirement;
        this.clock = clock;
    }

    /** What a switch came to. */
    sealed interface Result {

        /** The generation is live. */
        record Switched() implements Result {}

        /** The generation has parked streams, and is not made live. */
        record Parked(List<ProjectedRow> rows) implements Result {}

        /** The generation is not the one that is built, any more. */
        record NotBuilt() implements Result {}
    }

    /** Makes the generation that a rebuild has built live. */
    Result toBuilt(Job job) {
        List<ProjectedRow> parked = views.parked(job.projection(), job.generation(), 1);
        if (!parked.isEmpty()) {
            return new Result.Parked(parked);
        }
        cleanUp.schedule(job.projection(), clock.instant().plus(retirement));
        Optional<Generations> after =
                GenerationChange.apply(
                        views,
                        job.projection(),
                        stored -> {
                            if (is(stored.live(), job.generation())) {
                                return Optional.of(stored);
                            }
                            return is(stored.building(), job.generation())
                                    ? Optional.of(stored.switched())
                                    : Optional.empty();
                        });
        if (after.isEmpty()) {
            return new Result.NotBuilt();
        }
        finish(job);
        LOG.log(
                Level.INFO,
                "generation {0} of {1} is live",
                Integer.toString(job.generation()),
                job.projection());
        return new Result.Switched();
    }

    /** What is left to do once the generation of a rebuild is live. */
    void finish(Job job) {
        cleanUp.send(job.projection());
        jobs.job(job.projection(), job.kind())
                .filter(job::isSameAs)
                .filter(stored -> stored.state().isActive())
                .ifPresent(stored -> jobs.save(stored.in(Job.State.DONE), Optional.of(stored)));
    }

    /**
     * Makes a retiring generation live again.
     *
     * @return whether it is live
     */
    boolean backTo(String projection, Generation retiring) {
        cleanUp.schedule(projection, clock.instant().plus(retirement));
        boolean isLive =
                GenerationChange.apply(
                                views,
                                projection,
                                stored -> {
                                    if (is(stored.live(), retiring.number())) {
                                        return Optional.of(stored);
                                    }
                                    return !stored.retiring().isEmpty()
                                                    && stored.retiring().getLast().equals(retiring)
                                            ? Optional.of(stored.switchedBack())
                                            : Optional.empty();
                                })
                        .isPresent();
        cleanUp.send(projection);
        return isLive;
    }

    private static boolean is(Optional<Generation> generation, int number) {
        return generation.filter(found -> found.number() == number).isPresent();
    }
}
