package dev.reprise.publishing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests over TLS, to an address that a resolver gives for any name. */
class HttpSenderTlsTest {

    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir private static Path directory;
    private static SSLContext tls;

    /** A certificate for hook.example, which signs itself. */
    @BeforeAll
    static void makeCertificate() throws Exception {
        Path store = directory.resolve("store.p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "a",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=hook.example",
                                "-ext",
                                "san=dns:hook.example",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                store.toString(),
                                "-storepass",
                                new String(PASSWORD))
                        .inheritIO()
                        .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
        own.init(keys, PASSWORD);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance("PKIX");
        trusted.init(keys);
        tls = SSLContext.getInstance("TLS");
        tls.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
    }

    private static int post(SSLContext trust, String host) throws IOException {
        try (LocalReceiver receiver = new LocalReceiver(tls.getServerSocketFactory());
                HttpSender sender =
                        new HttpSender(
                                AllowedAddresses.PUBLIC_AND_LOOPBACK,
                                Duration.ofSeconds(30),
                                _ -> new InetAddress[] {InetAddress.getLoopbackAddress()},
                                new SSLConnectionSocketFactory(trust))) {
            return sender.post(
                    URI.create("https://" + host + ":" + receiver.port()),
                    Map.of(),
                    "{}".getBytes(UTF_8));
        }
    }

    @Test
    void the_certificate_is_that_of_the_name_and_not_of_the_address() throws IOException {
        assertThat(post(tls, "hook.example")).isEqualTo(200);
    }

    @Test
    void the_certificate_of_another_name_is_refused() {
        assertThatThrownBy(() -> post(tls, "other.example"))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("other.example");
    }

    @Test
    void a_certificate_that_nobody_vouches_for_is_refused() throws Exception {
        SSLContext standard = SSLContext.getDefault();
        assertThatThrownBy(() -> post(standard, "hook.example")).isInstanceOf(SSLException.class);
    }
}
