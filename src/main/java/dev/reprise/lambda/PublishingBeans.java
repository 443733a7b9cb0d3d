package dev.reprise.lambda;

import dev.reprise.consumers.ConsumerSource;
import dev.reprise.consumers.ConsumerStore;
import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.publishing.AllowedAddresses;
import dev.reprise.publishing.CloudEvents;
import dev.reprise.publishing.HttpSender;
import dev.reprise.publishing.WebhookConsumers;
import dev.reprise.publishing.WebhookStore;
import dev.reprise.publishing.Webhooks;
import dev.reprise.serialization.StoredBodies;
import io.quarkus.arc.All;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes what sends events to webhooks, for injection. There are none if they are off. */
@Singleton
final class PublishingBeans {

    /** With a longer one, a run would not end in the time that its function has. */
    private static final Duration MAX_TIMEOUT = Duration.ofSeconds(15);

    /** The pauses between the attempts to send an event that the receiver did not take. */
    static final RetryPolicy ATTEMPTS =
            RetryPolicy.after(Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofSeconds(4));

    @Produces
    @Singleton
    AllowedAddresses allowedAddresses(
            @ConfigProperty(name = "reprise.webhooks.loopback") boolean loopback) {
        return loopback ? AllowedAddresses.PUBLIC_AND_LOOPBACK : AllowedAddresses.PUBLIC;
    }

    @Produces
    @Singleton
    CloudEvents cloudEvents(
            @ConfigProperty(name = "reprise.events.source") String source,
            @All List<StoredBodies> bodies) {
        return new CloudEvents(source, bodies);
    }

    @Produces
    @Singleton
    Optional<Webhooks> webhooks(Optional<WebhookStore> store, Optional<ConsumerStore> consumers) {
        return store.flatMap(webhooks ->
                consumers.map(states ->
                        new Webhooks(
                                webhooks, states, new SecureRandom(), InstantSource.system())));
    }

    @Produces
    @Singleton
    HttpSender sender(
            AllowedAddresses allowed,
            @ConfigProperty(name = "reprise.webhooks.timeout") Duration timeout) {
        if (timeout.compareTo(MAX_TIMEOUT) > 0) {
            throw new IllegalArgumentException(
                    "reprise.webhooks.timeout must be at most " + MAX_TIMEOUT + ", not " + timeout);
        }
        return HttpSender.of(allowed, timeout);
    }

    void close(@Disposes HttpSender sender) throws IOException {
        sender.close();
    }

    @Produces
    @Singleton
    ConsumerSource webhookConsumers(
            Optional<Webhooks> webhooks, CloudEvents events, HttpSender sender) {
        return webhooks.<ConsumerSource>map(all ->
                        new WebhookConsumers(all, events, sender, ATTEMPTS, InstantSource.system()))
                .orElse(List::of);
    }
}
