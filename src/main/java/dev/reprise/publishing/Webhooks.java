package dev.reprise.publishing;

import dev.reprise.consumers.ConsumerState;
import dev.reprise.consumers.ConsumerStore;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StoreUnavailableException.Reason;
import dev.reprise.feed.FeedPosition;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Makes, changes and removes webhooks.
 *
 * <p>Every method throws {@link StoreUnavailableException} if a store did not answer.
 */
public final class Webhooks {

    private static final int ATTEMPTS = 10;

    private final WebhookStore store;
    private final ConsumerStore consumers;
    private final RandomGenerator random;
    private final InstantSource clock;

    /**
     * The webhooks in a store.
     *
     * @param consumers stores the position of each webhook's consumer
     * @param random a secure source, for secrets
     */
    public Webhooks(
            WebhookStore store,
            ConsumerStore consumers,
            RandomGenerator random,
            InstantSource clock) {
        this.store = store;
        this.consumers = consumers;
        this.random = random;
        this.clock = clock;
    }

    /** All webhooks, by name. */
    public List<Webhook> all() {
        return store.all();
    }

    public Optional<Webhook> find(String name) {
        return store.find(name);
    }

    /** The outcome of {@link #put}. */
    public sealed interface Result {

        Webhook webhook();

        /** There was no webhook of this name. */
        record Made(Webhook webhook) implements Result {}

        /** The webhook was changed and switched on. It continues at its position. */
        record Changed(Webhook webhook) implements Result {}
    }

    /**
     * Makes a webhook, or changes it and switches it on.
     *
     * @param start gives the position after which a new webhook begins. Called only if the webhook
     *     is new
     */
    public Result put(String name, WebhookTarget target, Supplier<FeedPosition> start) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<Webhook> before = store.find(name);
            if (before.isPresent()) {
                Webhook changed = before.get().changed(target, now());
                if (store.save(changed)) {
                    return new Result.Changed(changed);
                }
            } else {
                Webhook made = made(name, target, start.get());
                // The stored position of an earlier webhook of this name is not its position.
                consumers.remove(made.consumer());
                boolean _ =
                        consumers.replace(
                                List.of(),
                                List.of(ConsumerState.made(made.consumer(), made.start(), now())));
                if (store.save(made)) {
                    return new Result.Made(made);
                }
            }
        }
        throw new StoreUnavailableException(
                Reason.THROTTLED, "the webhook " + name + " keeps changing");
    }

    private Webhook made(String name, WebhookTarget target, FeedPosition start) {
        Instant now = now();
        return new Webhook(
                name,
                target.url(),
                target.categories(),
                target.types(),
                WebhookSecret.of(random),
                start,
                Optional.empty(),
                now,
                now,
                1);
    }

    /** Removes a webhook, and the position of its consumer. */
    public void remove(String name) {
        store.remove(name);
        consumers.remove(Webhook.consumer(name));
    }

    /** Switches a webhook off, unless it was changed since it was read. */
    void switchOff(Webhook read, String why) {
        store.find(read.name())
                .filter(found -> found.equals(read))
                .ifPresent(found -> store.save(found.switchedOff(why, now())));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
