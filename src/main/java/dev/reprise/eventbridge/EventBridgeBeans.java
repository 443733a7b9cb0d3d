package dev.reprise.eventbridge;

import dev.reprise.publishing.EventBuses;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

/** Makes what connects to event buses, for injection. A client is made only if there is a bus. */
final class EventBridgeBeans {

    /** The time-out of one attempt of a call. */
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(3);

    /** The time-out of a call with all its attempts and the pauses between them. */
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(8);

    @Produces
    @Singleton
    EventBuses eventBuses() {
        return (bus, api) -> new EventBridgeSink(client(), bus, api);
    }

    private static EventBridgeClient client() {
        return EventBridgeClient.builder()
                .httpClientBuilder(ApacheHttpClient.builder())
                .overrideConfiguration(EventBridgeBeans::configure)
                .build();
    }

    static void configure(ClientOverrideConfiguration.Builder configuration) {
        configuration.apiCallAttemptTimeout(ATTEMPT_TIMEOUT).apiCallTimeout(CALL_TIMEOUT);
    }
}
