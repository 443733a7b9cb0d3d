package dev.reprise.publishing;

import dev.reprise.eventstore.StoreUnavailableException;
import java.util.List;
import java.util.Optional;

/**
 * Stores webhooks.
 *
 * <p>Every method throws {@link StoreUnavailableException} if the store did not answer. After a
 * failed {@link #save} it is unknown whether the webhook was stored.
 */
public interface WebhookStore {

    /** All webhooks, by name. Eventually consistent. */
    List<Webhook> all();

    /** A webhook, strongly consistent; empty if there is none of this name. */
    Optional<Webhook> find(String name);

    /**
     * Saves a webhook whose revision is 1 more than that of the one that was read, on condition
     * that the stored one still is of the revision that was read.
     *
     * @return false if the stored one has another revision; then nothing was written. A webhook
     *     that is stored already, by a request whose answer was lost, is not another revision
     */
    boolean save(Webhook webhook);

    /** Removes a webhook, if there is one of this name. */
    void remove(String name);
}
