package dev.reprise.projections;

import dev.reprise.eventstore.StoreUnavailableException;
import java.time.Duration;

/** Brings tasks to workers, at least once each. */
@FunctionalInterface
public interface JobQueue {

    /**
     * Sends a task.
     *
     * @param delay how long no worker gets it; may be cut to a quarter of an hour
     * @throws StoreUnavailableException if the queue did not answer
     */
    void send(JobTask task, Duration delay);
}
