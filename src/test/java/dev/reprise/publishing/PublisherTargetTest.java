package dev.reprise.publishing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublisherTargetTest {

    private static Optional<PublisherTarget> of(String setting) {
        return PublisherTarget.of(Optional.of(setting));
    }

    @Test
    void nothing_is_off_and_a_log_and_an_address_are_known() {
        assertThat(PublisherTarget.of(Optional.empty())).isEmpty();
        assertThat(of("log")).contains(new PublisherTarget.Log());
        for (String url : new String[] {"http://10.0.0.1:8080/in", "HTTPS://in.example/x?y=z"}) {
            assertThat(of(url)).contains(new PublisherTarget.Address(URI.create(url)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "default",
                "shop.orders_2-x",
                "arn:aws:events:eu-central-1:123456789012:event-bus/shop",
                "arn:aws-us-gov:events:us-gov-west-1:123456789012:event-bus/default"
            })
    void an_event_bus_has_a_name_or_an_arn(String bus) {
        assertThat(of(bus)).contains(new PublisherTarget.Bus(bus));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "my bus",
                "https:in.example",
                "aws.partner/shop.example/x",
                "arn:aws:sns:eu-central-1:123456789012:shop",
                "arn:aws:events:eu-central-1:123456789012:rule/shop"
            })
    void anything_else_is_refused_in_one_line_that_says_what_can_stand_there(String wrong) {
        assertThatThrownBy(() -> of(wrong))
                .hasMessage(
                        "reprise.publisher.to must be empty, log, an http or https URL, or the name"
                                + " or ARN of an event bus, found \""
                                + wrong
                                + "\"");
    }

    @Test
    void a_mistyped_url_is_not_shown() {
        assertThatThrownBy(() -> of("htps://in.example/secret"))
                .hasMessageEndingWith("found \"htps://\u2026\"");
    }

    @ParameterizedTest
    @CsvSource({
        "https://user:secret@in.example, neither a user",
        "https:///secret, name a host",
        "https://in.example:0/secret, a port",
        "https://in.example/sec ret, be a URL"
    })
    void a_wrong_url_is_refused_and_not_shown(String wrong, String problem) {
        assertThatThrownBy(() -> of(wrong))
                .hasMessageContaining("reprise.publisher.to")
                .hasMessageContaining(problem)
                .hasMessageNotContaining("secret");
    }
}
