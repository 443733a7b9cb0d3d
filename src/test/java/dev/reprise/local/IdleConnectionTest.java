package dev.reprise.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdleConnectionTest {

    private static final Duration SHORT = Duration.ofMillis(200);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GET /orders HT",
                "GET /orders HTTP/1.1\r\nHost: local",
                "POST /orders HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nhalf"
            })
    void a_client_that_stops_before_the_end_of_its_request_is_closed(String sent) throws Exception {
        try (var front = new LocalFront(SHORT)) {
            front.open(front.answering(200));

            assertThat(front.sendUntilClosed(sent)).isEmpty();
            assertThat(front.events).isEmpty();
        }
    }

    @Test
    void a_client_that_sends_no_further_request_is_closed() throws Exception {
        try (var front = new LocalFront(SHORT)) {
            front.open(front.answering(200));

            assertThat(front.sendUntilClosed("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                    .startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void a_client_that_does_not_stop_after_a_refusal_is_closed_when_it_stops() throws Exception {
        try (var front = new LocalFront(SHORT)) {
            front.open(front.answering(200));

            assertThat(
                            front.sendUntilClosed(
                                    "POST / HTTP/1.1\r\nHost: localhost\r\n"
                                            + "Content-Length: 10000000\r\n\r\nhalf"))
                    .startsWith("HTTP/1.1 413");
        }
    }

    /** The silent connections are the clock: each is open for the shorter time-out. */
    @Test
    void a_slow_client_that_goes_on_sending_is_answered() throws Exception {
        int pauses = 8;
        try (var clock = new LocalFront(SHORT);
                var front = new LocalFront(SHORT.multipliedBy(pauses - 1))) {
            front.open(front.answering(200));
            try (var slow = front.connect()) {
                var out = slow.getOutputStream();
                out.write(
                        """
                        POST / HTTP/1.1\r
                        Host: localhost\r
                        Connection: close\r
                        Content-Length: %d\r
                        \r
                        """
                                .formatted(pauses)
                                .getBytes(StandardCharsets.US_ASCII));
                for (int i = 0; i < pauses; i++) {
                    clock.sendUntilClosed("");
                    out.write('a');
                }

                assertThat(LocalFront.readUntilClosed(slow)).startsWith("HTTP/1.1 200");
            }
        }
    }
}
