package dev.reprise.consumers;

import dev.reprise.eventstore.StoreUnavailableException;
import java.util.List;
import java.util.Optional;

/**
 * Stores the states of consumers.
 *
 * <p>Every method throws {@link StoreUnavailableException} if the store did not answer. After a
 * failed {@link #save} it is unknown whether the state was stored.
 */
public interface ConsumerStore {

    /** All stored states, by name. Eventually consistent. */
    List<ConsumerState> all();

    /** The state of a consumer, strongly consistent; empty if none was saved. */
    Optional<ConsumerState> find(String name);

    /**
     * Saves a state. Its revision must be 1 more than the revision of the state that was read. The
     * save is made on condition that the stored state still has the revision that was read.
     *
     * @return false if the stored state has another revision; then nothing was written. True if
     *     exactly this state is stored already, by a request whose answer was lost
     */
    boolean save(ConsumerState state);

    /**
     * Removes the state of a consumer, if there is one. A worker that has its lease cannot save any
     * more.
     */
    void remove(String name);
}
