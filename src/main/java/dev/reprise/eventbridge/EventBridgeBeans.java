package dev.reprise.eventbridge;

import dev.reprise.publishing.EventBuses;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClientBuilder;

/** Makes what connects to event buses, for injection. A client is made only if there is a bus. */
final class EventBridgeBeans {

    /** The time-out of one attempt of a call. */
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(3);

    /** The time-out of a call with all its attempts and the pauses between them. */
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(8);

    /** {@code arn:aws:events:} stands before the Region. */
    private static final int REGION_OF_ARN = 3;

    @Produces
    @Singleton
    EventBuses eventBuses() {
        return (bus, api) -> new EventBridgeSink(client(bus), bus, api, InstantSource.system());
    }

    /** The client has the Region of the bus if an ARN says which this is, else its own Region. */
    static EventBridgeClient client(String bus) {
        EventBridgeClientBuilder client =
                EventBridgeClient.builder()
                        .httpClientBuilder(ApacheHttpClient.builder())
                        .overrideConfiguration(EventBridgeBeans::configure);
        if (EventBridgeSink.isArn(bus)) {
            client.region(Region.of(bus.split(":", -1)[REGION_OF_ARN]));
        }
        return client.build();
    }

    static void configure(ClientOverrideConfiguration.Builder configuration) {
        configuration.apiCallAttemptTimeout(ATTEMPT_TIMEOUT).apiCallTimeout(CALL_TIMEOUT);
    }
}
