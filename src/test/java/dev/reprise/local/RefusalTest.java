package dev.reprise.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the front does not pass on. No request here asks to close the connection. */
class RefusalTest {

    private static final String HOST = "Host: localhost\r\n";
    private static final String CHUNKED = HOST + "Transfer-Encoding: chunked\r\n";

    private LocalFront front;

    @BeforeEach
    void open() throws PortTakenException {
        front = new LocalFront();
        front.open(front.answering(200));
    }

    @AfterEach
    void close() {
        front.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: three\r\n\r\nabc",
                "Content-Length: -3\r\n\r\nabc",
                "Content-Length: +3\r\n\r\nabc",
                "Content-Length: \r\n\r\nabc",
                "Content-Length: 99999999999999999999\r\n\r\nabc",
                "Content-Length: 3\r\nContent-Length: 2\r\n\r\nabc",
                "Content-Length: 3, 2\r\n\r\nabc",
                "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
                "Transfer-Encoding: gzip\r\n\r\n",
                "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n",
                "no colon\r\n\r\n",
                "name with spaces: 1\r\n\r\n",
                "Host: another\r\n\r\n"
            })
    void malformed_headers_are_400_and_the_connection_is_closed(String headers) throws Exception {
        assertRefused("POST / HTTP/1.1\r\n" + HOST + headers, 400, Refusal.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "three\r\nabc\r\n0\r\n\r\n",
                "-3\r\nabc\r\n0\r\n\r\n",
                "ffffffffffffffff\r\nabc\r\n0\r\n\r\n",
                "2\r\nabc\r\n0\r\n\r\n",
                "3\r\nabc\r\nthree\r\n"
            })
    void malformed_chunks_are_400_and_the_connection_is_closed(String chunks) throws Exception {
        assertRefused("POST / HTTP/1.1\r\n" + CHUNKED + "\r\n" + chunks, 400, Refusal.MALFORMED);
    }

    @Test
    void a_chunk_that_is_malformed_after_good_ones_is_400() throws Exception {
        try (var socket = front.connect()) {
            var out = socket.getOutputStream();
            out.write(
                    ("POST / HTTP/1.1\r\n" + CHUNKED + "Expect: 100-continue\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            var goOn = "HTTP/1.1 100 Continue\r\n\r\n";
            assertThat(socket.getInputStream().readNBytes(goOn.length()))
                    .isEqualTo(goOn.getBytes(StandardCharsets.US_ASCII));

            out.write("3\r\nabc\r\nthree\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThat(LocalFront.readUntilClosed(socket)).startsWith("HTTP/1.1 400");
        }
        assertThat(front.events).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Host: local host\r\n", "Host: a/b\r\n"})
    void http_1_1_needs_a_valid_host(String host) throws Exception {
        assertRefused("GET / HTTP/1.1\r\n" + host + "\r\n", 400, Refusal.MALFORMED);
    }

    @Test
    void http_1_0_needs_no_host_and_gets_no_100_continue() throws Exception {
        String response =
                front.sendUntilClosed(
                        "POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\na");

        assertThat(response).startsWith("HTTP/1.0 200");
    }

    @Test
    void a_request_line_that_is_not_http_is_400() throws Exception {
        assertRefused("GET /\r\n\r\n", 400, Refusal.MALFORMED);
        assertRefused("G@T / HTTP/1.1\r\n" + HOST + "\r\n", 400, Refusal.MALFORMED);
    }

    @Test
    void a_target_that_is_too_long_is_414() throws Exception {
        String target = "/" + "a".repeat(LoopbackHttpServer.MAX_HEADER_BYTES);

        assertRefused(
                "GET " + target + " HTTP/1.1\r\n" + HOST + "\r\n", 414, Refusal.TARGET_TOO_LONG);
    }

    @Test
    void headers_and_trailers_that_are_too_large_are_431() throws Exception {
        String large = "X: " + "a".repeat(LoopbackHttpServer.MAX_HEADER_BYTES) + "\r\n\r\n";

        assertRefused("GET / HTTP/1.1\r\n" + HOST + large, 431, Refusal.HEADERS_TOO_LARGE);
        assertRefused(
                "POST / HTTP/1.1\r\n" + CHUNKED + "\r\n0\r\n" + large,
                431,
                Refusal.HEADERS_TOO_LARGE);
    }

    @Test
    void an_unknown_expectation_is_417() throws Exception {
        assertRefused(
                "POST / HTTP/1.1\r\n" + HOST + "Expect: tea\r\nContent-Length: 1\r\n\r\na",
                417,
                Refusal.EXPECTATION_FAILED);
    }

    private void assertRefused(String request, int status, String type) throws Exception {
        String response = front.sendUntilClosed(request);

        assertThat(response)
                .matches("(?s)HTTP/1\\.[01] " + status + " .*")
                .contains("content-type: application/problem+json\r\n")
                .contains("connection: close\r\n");
        var problem = new JsonObject(response.substring(response.indexOf("\r\n\r\n") + 4));
        assertThat(problem.getInteger("status")).isEqualTo(status);
        assertThat(problem.getString("type")).isEqualTo(type);
        assertThat(problem.getString("title")).isNotBlank();
        assertThat(problem.getString("detail")).isNotBlank().doesNotContain("null");
        assertThat(front.events).isEmpty();
    }
}
