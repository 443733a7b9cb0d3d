package dev.reprise.projections;

import java.time.Duration;
import java.util.Optional;

/** What the workers of a kind of job do. */
interface JobWork {

    /**
     * Works on the next page of a part. Done twice, it changes nothing more.
     *
     * @param job as it was read for this page
     */
    Step step(Job job, JobPart part);

    /**
     * All parts are done.
     *
     * @return when to call this again; empty if there is nothing left to do
     */
    Optional<Duration> complete(Job job);

    /** What a step came to. */
    sealed interface Step {

        /** A page is done. */
        record Advanced(JobPart after) implements Step {}

        /** The part is to be worked on later. */
        record Later(JobPart after, Duration delay) implements Step {}

        /** The job is over. */
        record Over() implements Step {}
    }
}
