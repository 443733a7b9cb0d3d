package dev.reprise.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.feed.FeedGenerations;
import dev.reprise.feed.InMemoryFeedGenerations;
import dev.reprise.feed.InMemoryFeedStore;
import dev.reprise.publishing.CloudEvents;
import dev.reprise.publishing.EventBuses;
import dev.reprise.publishing.PublisherConsumers;
import io.quarkus.runtime.StartupEvent;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublisherBeansTest {

    private static final Optional<FeedGenerations> FEED =
            Optional.of(new InMemoryFeedGenerations(new InMemoryFeedStore()));

    private static PublisherConsumers publisher(Optional<String> to) {
        EventBuses buses =
                (bus, _) -> {
                    throw new AssertionError("no event is sent, and a client was made for " + bus);
                };
        return new PublisherBeans(to)
                .publisher(new CloudEvents("urn:test", List.of()), buses, Optional.empty());
    }

    @Test
    void a_publisher_is_a_consumer_if_a_setting_says_where_it_sends() {
        assertThat(publisher(Optional.empty()).consumers()).isEmpty();
        for (String to : new String[] {"log", "http://127.0.0.1:9/in", "shop"}) {
            assertThat(publisher(Optional.of(to)).consumers())
                    .singleElement()
                    .satisfies(consumer -> assertThat(consumer.name()).isEqualTo("publisher"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"my bus", "http://", "arn:aws:sns:us-east-1:123456789012:shop"})
    void a_wrong_setting_is_refused_at_start(String to) {
        assertThatThrownBy(
                        () -> new PublisherBeans(Optional.of(to)).check(new StartupEvent(), FEED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reprise.publisher.to");
    }

    @Test
    void a_publisher_needs_the_feed() {
        assertThatThrownBy(() ->
                        new PublisherBeans(Optional.of("log"))
                                .check(new StartupEvent(), Optional.empty()))
                .hasMessageContaining("reprise.publisher.to needs the feed");
        assertThatCode(
                        () -> {
                            new PublisherBeans(Optional.of("log")).check(new StartupEvent(), FEED);
                            new PublisherBeans(Optional.empty())
                                    .check(new StartupEvent(), Optional.empty());
                        })
                .doesNotThrowAnyException();
    }
}
