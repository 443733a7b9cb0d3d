package dev.reprise.lambda;

import dev.reprise.feed.FeedGenerations;
import dev.reprise.publishing.AllowedAddresses;
import dev.reprise.publishing.CloudEvents;
import dev.reprise.publishing.EventBuses;
import dev.reprise.publishing.EventSink;
import dev.reprise.publishing.HttpSender;
import dev.reprise.publishing.HttpSink;
import dev.reprise.publishing.LogSink;
import dev.reprise.publishing.PublisherConsumers;
import dev.reprise.publishing.PublisherTarget;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Makes the publisher, for injection. It is off if no setting says where it sends events. */
@Singleton
final class PublisherBeans {

    private static final Logger LOG = Logger.getLogger(PublisherBeans.class);

    /** How long an address may take to answer. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Optional<String> to;

    @Inject
    PublisherBeans(@ConfigProperty(name = PublisherTarget.SETTING) Optional<String> to) {
        this.to = to;
    }

    /** Refuses to start with a wrong setting, before anything else uses the setting. */
    void check(
            @Observes @Priority(DeployedSettings.BEFORE_ALL) StartupEvent event,
            Optional<FeedGenerations> feed) {
        try {
            check(PublisherTarget.of(to), feed);
        } catch (IllegalArgumentException e) {
            LOG.error(e.getMessage());
            throw e;
        }
    }

    private static void check(Optional<PublisherTarget> target, Optional<FeedGenerations> feed) {
        if (target.isPresent() && feed.isEmpty()) {
            throw new IllegalArgumentException(
                    PublisherTarget.SETTING
                            + " needs the feed: set reprise.feed-table, or leave both empty");
        }
    }

    @Produces
    @Singleton
    PublisherConsumers publisher(
            CloudEvents events,
            EventBuses buses,
            @ConfigProperty(name = "reprise.api.url") Optional<String> api) {
        Optional<Supplier<EventSink>> sinks =
                PublisherTarget.of(to).map(target -> () -> sink(target, buses, api.orElse("")));
        return new PublisherConsumers(
                sinks, events, PublishingBeans.ATTEMPTS, InstantSource.system());
    }

    void close(@Disposes PublisherConsumers publisher) {
        publisher.close();
    }

    private static EventSink sink(PublisherTarget target, EventBuses buses, String api) {
        return switch (target) {
            case PublisherTarget.Log _ -> LogSink.toStandardOutput();
            case PublisherTarget.Address(var url) ->
                    new HttpSink(HttpSender.of(AllowedAddresses.ANY, TIMEOUT), url);
            case PublisherTarget.Bus(String bus) -> buses.connect(bus, api);
        };
    }
}
