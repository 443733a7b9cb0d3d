package dev.reprise.publishing;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.http.HttpEntity;
import org.apache.http.MessageConstraintException;
import org.apache.http.client.ClientProtocolException;
import org.apache.http.client.config.CookieSpecs;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.config.ConnectionConfig;
import org.apache.http.config.MessageConstraints;
import org.apache.http.config.Registry;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.config.SocketConfig;
import org.apache.http.conn.DnsResolver;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.socket.PlainConnectionSocketFactory;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.apache.http.entity.ByteArrayEntity;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.impl.conn.PoolingHttpClientConnectionManager;

/**
 * Sends requests to URLs that operators have given.
 *
 * <p>The client connects only to the addresses that {@link #checked} returns, and looks up no name
 * itself. So a later change of the name's addresses has no effect. The client is the HTTP client
 * that the AWS SDK brings. The client of the JDK cannot be used, because it looks up names itself.
 */
public final class HttpSender implements AutoCloseable {

    /** An answer with more or longer header lines is an error. */
    private static final int MAX_HEADERS = 100;

    private static final int MAX_LINE_LENGTH = 8 * 1024;

    /** How much of an answer's body is read. */
    private static final int MAX_ANSWER_BYTES = 16 * 1024;

    private static final int MAX_CONNECTIONS = 64;
    private static final int MAX_CONNECTIONS_PER_HOST = 16;

    /** A connection that was not used for this long is tested before it is used again. */
    private static final Duration TESTED_AFTER = Duration.ofSeconds(1);

    /** A connection is not used for longer than this. */
    private static final Duration MAX_AGE = Duration.ofMinutes(1);

    private final AllowedAddresses allowed;
    private final DnsResolver names;
    private final Duration timeout;
    private final CloseableHttpClient client;
    private final ScheduledThreadPoolExecutor timer;

    /** Looks up names as the machine does, and trusts the certificates that the JDK trusts. */
    public static HttpSender of(AllowedAddresses allowed, Duration timeout) {
        return new HttpSender(
                allowed,
                timeout,
                InetAddress::getAllByName,
                SSLConnectionSocketFactory.getSocketFactory());
    }

    /**
     * A sender.
     *
     * @param timeout the time for a request, from the lookup of the name to the end of the answer.
     *     The lookup itself has the time-out of the operating system
     */
    HttpSender(
            AllowedAddresses allowed,
            Duration timeout,
            DnsResolver names,
            ConnectionSocketFactory https) {
        this.allowed = allowed;
        this.names = names;
        this.timeout = timeout;
        this.client = client(https);
        this.timer =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("http-sender-timer").factory());
        this.timer.setRemoveOnCancelPolicy(true);
    }

    private CloseableHttpClient client(ConnectionSocketFactory https) {
        RegistryBuilder<ConnectionSocketFactory> schemes =
                RegistryBuilder.<ConnectionSocketFactory>create().register("https", https);
        if (allowed.allowsHttp()) {
            schemes.register("http", PlainConnectionSocketFactory.getSocketFactory());
        }
        int millis = Math.toIntExact(timeout.toMillis());
        return HttpClients.custom()
                .setConnectionManager(connections(schemes.build(), millis))
                .setDefaultRequestConfig(
                        RequestConfig.custom()
                                .setConnectionRequestTimeout(millis)
                                .setConnectTimeout(millis)
                                .setSocketTimeout(millis)
                                .setCookieSpec(CookieSpecs.IGNORE_COOKIES)
                                .build())
                .setUserAgent("Reprise")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .build();
    }

    private PoolingHttpClientConnectionManager connections(
            Registry<ConnectionSocketFactory> schemes, int millis) {
        var connections =
                new PoolingHttpClientConnectionManager(
                        schemes,
                        null,
                        null,
                        this::checked,
                        MAX_AGE.toMillis(),
                        TimeUnit.MILLISECONDS);
        connections.setMaxTotal(MAX_CONNECTIONS);
        connections.setDefaultMaxPerRoute(MAX_CONNECTIONS_PER_HOST);
        connections.setValidateAfterInactivity(Math.toIntExact(TESTED_AFTER.toMillis()));
        // This time-out also applies to the handshake of TLS.
        connections.setDefaultSocketConfig(
                SocketConfig.custom().setSoTimeout(millis).setTcpNoDelay(true).build());
        connections.setDefaultConnectionConfig(
                ConnectionConfig.custom()
                        .setMessageConstraints(
                                MessageConstraints.custom()
                                        .setMaxHeaderCount(MAX_HEADERS)
                                        .setMaxLineLength(MAX_LINE_LENGTH)
                                        .build())
                        .build());
        return connections;
    }

    /** Looks up the addresses of a host, and checks that each of them is allowed. */
    private InetAddress[] checked(String host) throws UnknownHostException {
        InetAddress[] addresses = names.resolve(host);
        for (InetAddress address : addresses) {
            if (!allowed.allows(address)) {
                throw new DeliveryFailedException(
                        host
                                + " has the address "
                                + address.getHostAddress()
                                + ", which is not public: nothing is sent there");
            }
        }
        return addresses;
    }

    /**
     * Sends a request, and returns the status of the answer. A redirect is not followed.
     *
     * @throws DeliveryFailedException if an address of the host is not allowed, or the answer is
     *     not HTTP, or has too many or too long header lines
     * @throws IOException if there is no connection, or no answer within the time-out
     */
    int post(URI url, Map<String, String> headers, byte[] body) throws IOException {
        HttpPost request = new HttpPost(url);
        headers.forEach(request::setHeader);
        request.setEntity(new ByteArrayEntity(body));
        // The client's own time-outs are for each read: a slow answer could go on without end.
        ScheduledFuture<?> end =
                timer.schedule(request::abort, timeout.toMillis(), TimeUnit.MILLISECONDS);
        try (CloseableHttpResponse answer = client.execute(request)) {
            skip(answer.getEntity());
            return answer.getStatusLine().getStatusCode();
        } catch (ClientProtocolException | MessageConstraintException e) {
            throw new DeliveryFailedException(
                    url.getHost() + " sent an answer that is not HTTP or has too many headers", e);
        } finally {
            end.cancel(false);
        }
    }

    /** Whether a status says that the receiver took the request. */
    static boolean isTaken(int status) {
        return status >= 200 && status < 300;
    }

    /** Whether a status says that the receiver takes no request now, but will later. */
    static boolean isTemporary(int status) {
        return status == 429 || (status >= 502 && status <= 504);
    }

    /** What a receiver did that answered a request with another status. */
    static String refusal(int status) {
        return status >= 300 && status < 400
                ? "answered %d, a redirect, which is not followed: use the address in its Location"
                        .formatted(status)
                : "answered " + status;
    }

    /**
     * Reads a short body, so that the connection can be used again. The status is known already, so
     * a failure here has no effect.
     */
    private static void skip(HttpEntity body) {
        if (body == null) {
            return;
        }
        try {
            InputStream content = body.getContent();
            content.readNBytes(MAX_ANSWER_BYTES);
            if (content.read() < 0) {
                content.close();
            }
        } catch (IOException unread) {
            // The connection is closed, and the status of the answer counts.
        }
    }

    @Override
    public void close() throws IOException {
        timer.shutdownNow();
        client.close();
    }
}
