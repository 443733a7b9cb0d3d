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

    /** A webhook, strongly consistent; empty if there is no webhook of this name. */
    Optional<Webhook> find(String name);

    /**
     * Saves a webhook. Its revision must be 1 more than the revision of the webhook that was read.
     * The save is made on condition that the stored webhook still has the revision that was read.
     *
     * @return false if the stored webhook has another revision; then nothing was written. True if
     *     exactly this webhook is stored already, by a request whose answer was lost
     */
    boolean save(Webhook webhook);

    /** Removes the webhook of this name, if there is one. */
    void remove(String name);
}
