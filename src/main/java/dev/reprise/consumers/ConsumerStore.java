package dev.reprise.consumers;

import dev.reprise.eventstore.StoreUnavailableException;
import java.util.List;

/**
 * Stores the states of consumers.
 *
 * <p>Every method throws {@link StoreUnavailableException} if the store did not answer. After a
 * failed {@link #save} or {@link #replace} it is unknown whether the states were stored.
 */
public interface ConsumerStore {

    /** All stored states, by the name of the consumer. Eventually consistent. */
    List<ConsumerState> all();

    /**
     * The states of a consumer's segments, by their numbers, strongly consistent; empty if none was
     * saved.
     */
    List<ConsumerState> find(String name);

    /**
     * Saves the state of a segment. Its revision must be 1 more than the revision of the state that
     * was read. The save is made on condition that the stored state still has the revision that was
     * read.
     *
     * @return false if the stored state has another revision; then nothing was written. True if
     *     exactly this state is stored already, by a request whose answer was lost
     */
    boolean save(ConsumerState state);

    /**
     * Replaces the states of segments of one consumer, all of them or none: a segment that is only
     * in {@code old} is removed, one that is only in {@code next} is new.
     *
     * @param old the states that were read, with their revisions
     * @return false if one of the stored states has another revision, or a new segment is stored;
     *     then nothing was written
     */
    boolean replace(List<ConsumerState> old, List<ConsumerState> next);

    /**
     * Removes the states of a consumer's segments, if there are any. A worker that has a lease
     * cannot save any more.
     */
    void remove(String name);
}
