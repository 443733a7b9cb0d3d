package dev.reprise.publishing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.consumers.TryAgainLaterException;
import dev.reprise.eventstore.Commits;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events to an address on the loopback interface that the operator has named. */
class HttpSinkTest {

    private static final CloudEvent EVENT =
            new CloudEvent(
                    "thing-a@1",
                    "urn:test",
                    "Moved",
                    Commits.AT,
                    PublishingFixture.A,
                    1,
                    1,
                    "{\"id\":\"x\"}");

    private LocalReceiver receiver;
    private HttpSink sink;

    @BeforeEach
    void start() throws IOException {
        receiver = new LocalReceiver();
        sink =
                new HttpSink(
                        HttpSender.of(AllowedAddresses.ANY, Duration.ofSeconds(3)),
                        URI.create("http://127.0.0.1:" + receiver.port() + "/in?token=secret"));
    }

    @AfterEach
    void stop() {
        sink.close();
        receiver.close();
    }

    @Test
    void an_event_is_a_request_in_structured_mode() {
        assertThat(sink.requestSize(List.of(EVENT, EVENT))).isEqualTo(1);
        assertThat(sink.send(List.of(EVENT))).containsExactly(new Receipt.Taken());

        LocalReceiver.Request request = receiver.requests().getFirst();
        assertThat(request.line()).isEqualTo("POST /in?token=secret HTTP/1.1");
        assertThat(request.header("content-type"))
                .isEqualTo("application/cloudevents+json; charset=utf-8");
        assertThat(request.body()).isEqualTo("{\"id\":\"x\"}");
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 502, 503, 504})
    void a_busy_receiver_gets_the_event_later(int status) {
        receiver.answers(LocalReceiver.status(status));

        assertThat(sink.send(List.of(EVENT)))
                .containsExactly(new Receipt.NotNow("127.0.0.1 answered " + status));
    }

    @ParameterizedTest
    @ValueSource(ints = {307, 400, 404, 410, 500})
    void a_refusal_is_one_of_this_event(int status) {
        receiver.answers(LocalReceiver.status(status));

        assertThat(sink.send(List.of(EVENT)))
                .singleElement()
                .isInstanceOfSatisfying(
                        Receipt.Refused.class,
                        refused ->
                                assertThat(refused.reason())
                                        .startsWith("127.0.0.1 answered " + status));
    }

    @Test
    void a_redirect_is_refused_with_a_hint_that_names_no_setting() {
        receiver.answers(LocalReceiver.status(307));

        assertThat(sink.send(List.of(EVENT)))
                .containsExactly(
                        new Receipt.Refused(
                                "127.0.0.1 answered 307, a redirect, which is not followed: use the"
                                        + " address in its Location"));
    }

    @Test
    void a_receiver_that_is_not_there_gets_the_event_later_and_the_error_has_no_secret() {
        receiver.close();

        assertThatThrownBy(() -> sink.send(List.of(EVENT)))
                .isInstanceOf(TryAgainLaterException.class)
                .hasMessageContaining("127.0.0.1 cannot be reached")
                .hasMessageNotContaining("secret");
    }
}
