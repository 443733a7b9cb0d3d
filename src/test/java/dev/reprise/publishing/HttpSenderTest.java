package dev.reprise.publishing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.http.conn.DnsResolver;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests to a real server on the loopback interface. */
class HttpSenderTest {

    private static final Duration SHORT = Duration.ofMillis(700);
    private static final Duration LONG = Duration.ofSeconds(30);

    private LocalReceiver receiver;

    @BeforeEach
    void start() throws IOException {
        receiver = new LocalReceiver();
    }

    @AfterEach
    void stop() {
        receiver.close();
    }

    private static HttpSender sender(Duration timeout, DnsResolver names) {
        return new HttpSender(
                AllowedAddresses.PUBLIC_AND_LOOPBACK,
                timeout,
                names,
                SSLConnectionSocketFactory.getSocketFactory());
    }

    private URI url(String host) {
        return URI.create("http://" + host + ":" + receiver.port() + "/hook?a=b");
    }

    private static int post(HttpSender sender, URI url) throws IOException {
        return sender.post(url, Map.of("webhook-id", "1"), "{}".getBytes(UTF_8));
    }

    private int post(Duration timeout) throws IOException {
        try (HttpSender sender = sender(timeout, InetAddress::getAllByName)) {
            return post(sender, url("127.0.0.1"));
        }
    }

    @Test
    void a_request_arrives_and_its_status_is_returned() throws IOException {
        receiver.answers(LocalReceiver.status(204));

        assertThat(post(LONG)).isEqualTo(204);

        LocalReceiver.Request request = receiver.requests().getFirst();
        assertThat(request.line()).isEqualTo("POST /hook?a=b HTTP/1.1");
        assertThat(request.header("webhook-id")).isEqualTo("1");
        assertThat(request.body()).isEqualTo("{}");
    }

    @Test
    void a_connection_is_used_again() throws IOException {
        AtomicInteger lookups = new AtomicInteger();
        try (HttpSender sender =
                sender(
                        LONG,
                        _ -> {
                            lookups.incrementAndGet();
                            return new InetAddress[] {InetAddress.getLoopbackAddress()};
                        })) {
            post(sender, url("hook.example"));
            post(sender, url("hook.example"));
        }
        assertThat(receiver.requests()).hasSize(2);
        assertThat(lookups).hasValue(1);
    }

    /** The name stands for an allowed address first, and for a forbidden one ever after. */
    @Test
    void the_address_that_was_checked_is_the_one_that_is_connected_to() throws IOException {
        AtomicInteger lookups = new AtomicInteger();
        DnsResolver rebinding =
                _ ->
                        new InetAddress[] {
                            lookups.incrementAndGet() == 1
                                    ? InetAddress.getLoopbackAddress()
                                    : InetAddress.ofLiteral("169.254.169.254")
                        };
        receiver.answers((_, out) -> {
            LocalReceiver.write(out, 200, "Connection: close\r\n");
        });
        try (HttpSender sender = sender(LONG, rebinding)) {
            assertThat(post(sender, url("hook.example"))).isEqualTo(200);
            assertThat(lookups).hasValue(1);
            assertThat(receiver.requests().getFirst().header("host"))
                    .isEqualTo("hook.example:" + receiver.port());

            assertThatThrownBy(() -> post(sender, url("hook.example")))
                    .isInstanceOf(DeliveryFailedException.class)
                    .hasMessageContaining("hook.example has the address 169.254.169.254");
        }
        assertThat(receiver.requests()).hasSize(1);
    }

    @Test
    void one_forbidden_address_among_several_is_enough() throws IOException {
        DnsResolver both =
                _ ->
                        new InetAddress[] {
                            InetAddress.getLoopbackAddress(), InetAddress.ofLiteral("10.0.0.1")
                        };
        try (HttpSender sender = sender(LONG, both)) {
            assertThatThrownBy(() -> post(sender, url("hook.example")))
                    .isInstanceOf(DeliveryFailedException.class);
        }
        assertThat(receiver.requests()).isEmpty();
    }

    @Test
    void deployed_it_reaches_neither_the_machine_itself_nor_a_disguise_of_it() throws IOException {
        try (HttpSender sender = HttpSender.of(AllowedAddresses.PUBLIC, LONG)) {
            for (String host :
                    new String[] {"127.0.0.1", "localhost", "2130706433", "[::ffff:127.0.0.1]"}) {
                assertThatThrownBy(() ->
                                post(sender, URI.create("https://" + host + ":" + receiver.port())))
                        .as(host)
                        .isInstanceOf(DeliveryFailedException.class);
            }
            assertThatThrownBy(() -> post(sender, url("1.1.1.1")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("http protocol is not supported");
        }
        assertThat(receiver.requests()).isEmpty();
    }

    @Test
    void a_redirect_is_returned_and_not_followed() throws IOException {
        receiver.answers((_, out) ->
                LocalReceiver.write(
                        out,
                        307,
                        "Location: http://127.0.0.1:%d/other\r\n".formatted(receiver.port())));

        assertThat(post(LONG)).isEqualTo(307);

        assertThat(receiver.requests()).hasSize(1);
    }

    @Test
    void a_late_answer_is_a_failure() {
        receiver.answers((_, _) -> receiver.awaitClosed());

        assertThatThrownBy(() -> post(SHORT)).isInstanceOf(IOException.class);
    }

    /** Each byte comes in time, and the last one never. */
    @Test
    void an_answer_that_drips_is_a_failure() {
        receiver.answers((_, out) -> {
            out.write("HTTP/1.1 200 X\r\nX: ".getBytes(ISO_8859_1));
            while (true) {
                out.write('a');
                out.flush();
                Thread.sleep(50);
            }
        });

        assertThatThrownBy(() -> post(SHORT)).isInstanceOf(IOException.class);
    }

    @Test
    void a_flood_of_headers_is_a_failure() {
        receiver.answers((_, out) -> {
            out.write("HTTP/1.1 200 X\r\n".getBytes(ISO_8859_1));
            while (true) {
                out.write("X: y\r\n".getBytes(ISO_8859_1));
            }
        });

        assertThatThrownBy(() -> post(LONG))
                .isInstanceOf(DeliveryFailedException.class)
                .hasStackTraceContaining("Maximum header count exceeded");
    }

    @Test
    void a_flood_in_one_line_is_a_failure() {
        receiver.answers((_, out) -> {
            byte[] much = "a".repeat(100_000).getBytes(ISO_8859_1);
            while (true) {
                out.write(much);
            }
        });

        assertThatThrownBy(() -> post(LONG))
                .isInstanceOf(DeliveryFailedException.class)
                .hasStackTraceContaining("Maximum line length limit exceeded");
    }

    /** The status counts. The server sees that the sender has gone: otherwise it would not end. */
    @Test
    void of_a_flood_after_the_status_little_is_read() throws Exception {
        AtomicLong sent = new AtomicLong();
        var gone = new java.util.concurrent.CountDownLatch(1);
        receiver.answers((_, out) -> {
            byte[] much = new byte[8 * 1024];
            out.write("HTTP/1.1 200 X\r\n\r\n".getBytes(ISO_8859_1));
            try {
                while (true) {
                    out.write(much);
                    sent.addAndGet(much.length);
                }
            } finally {
                gone.countDown();
            }
        });

        assertThat(post(LONG)).isEqualTo(200);

        gone.await();
        // The rest is what the buffers of both sockets hold.
        assertThat(sent.get()).isLessThan(32 * 1024 * 1024);
    }

    @Test
    void nobody_at_the_port_is_a_failure() {
        int port = receiver.port();
        receiver.close();
        try (HttpSender sender = sender(LONG, InetAddress::getAllByName)) {
            assertThatThrownBy(() -> post(sender, URI.create("http://127.0.0.1:" + port)))
                    .isInstanceOf(IOException.class);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void an_unknown_name_is_a_failure() throws IOException {
        try (HttpSender sender =
                sender(
                        LONG,
                        host -> {
                            throw new UnknownHostException(host);
                        })) {
            assertThatThrownBy(() -> post(sender, url("no.example")))
                    .isInstanceOf(UnknownHostException.class);
        }
    }
}
