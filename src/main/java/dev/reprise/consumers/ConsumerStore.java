package dev.reprise.consumers;

import dev.reprise.eventstore.StoreUnavailableException;
import java.util.List;
import java.util.Optional;

/**
 * Stores how far consumers are.
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
     * Saves a state whose revision is 1 more than that of the state that was read, on condition
     * that the stored state still is of the revision that was read.
     *
     * @return false if the stored state has another revision; then nothing was written. A state
     *     that is stored already, by a request whose answer was lost, is not another revision
     */
    boolean save(ConsumerState state);

    /**
     * Removes the state of a consumer, if there is one. Whoever has its lease cannot save any more.
     */
    void remove(String name);
}
