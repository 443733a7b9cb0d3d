package dev.reprise.projections;

import dev.reprise.eventstore.StoreUnavailableException;
import java.util.List;
import java.util.Optional;

/**
 * Stores the jobs of projections, and how far their parts are. All reads are strongly consistent.
 *
 * <p>Every method throws {@link StoreUnavailableException} if the store did not answer.
 */
public interface JobStore {

    /** The projection's last job of a kind; empty if there was none. */
    Optional<Job> job(String projection, Job.Kind kind);

    /**
     * Saves a job, unless another one is stored by now.
     *
     * @param before as it was read; empty if there was none
     * @return false if another is stored; nothing was written
     */
    boolean save(Job after, Optional<Job> before);

    /** The part that was saved last, which may be that of an earlier job. */
    Optional<JobPart> part(JobTask task);

    /** The saved parts of a job, by number. Parts on which nobody has worked are absent. */
    List<JobPart> parts(Job job);

    /**
     * Saves a part, unless it has changed.
     *
     * @param before as it was read; empty if there was none
     * @return false if another is stored; nothing was written
     */
    boolean save(JobPart after, Optional<JobPart> before);
}
