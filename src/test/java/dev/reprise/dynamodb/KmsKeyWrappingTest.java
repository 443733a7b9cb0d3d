package dev.reprise.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StoreUnavailableException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;

/** What is sent to KMS, and what its answers mean. The answers are those of its documentation. */
class KmsKeyWrappingTest {

    private static final String KEY = "arn:aws:kms:us-east-1:000000000000:key/k";
    private static final byte[] BYTES = {1, 2, 3};

    private final List<String> requests = new ArrayList<>();
    private int status = 200;
    private String answer = "{\"Plaintext\":\"AQID\",\"CiphertextBlob\":\"BAUG\"}";
    private HttpServer server;
    private KmsClient client;
    private KmsKeyWrapping wrapping;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    requests.add(
                            exchange.getRequestHeaders().getFirst("X-Amz-Target")
                                    + " "
                                    + new String(
                                            exchange.getRequestBody().readAllBytes(),
                                            StandardCharsets.UTF_8));
                    byte[] body = answer.getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
                    exchange.sendResponseHeaders(status, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        client =
                KmsClient.builder()
                        .endpointOverride(
                                URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                        .region(Region.US_EAST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create("a", "b")))
                        .httpClientBuilder(ApacheHttpClient.builder())
                        .overrideConfiguration(DynamoDbClientDefaults::apply)
                        .build();
        wrapping = new KmsKeyWrapping(client, KEY);
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    @Test
    void a_key_is_encrypted_and_decrypted_with_the_key_of_kms_and_a_context() {
        assertThat(wrapping.wrap(BYTES)).containsExactly(4, 5, 6);
        assertThat(wrapping.unwrap(new byte[] {4, 5, 6})).isEqualTo(BYTES);

        assertThat(requests).hasSize(2);
        assertThat(requests.getFirst())
                .startsWith("TrentService.Encrypt ")
                .contains(KEY, "\"Plaintext\":\"AQID\"", "{\"reprise\":\"personal-data\"}");
        assertThat(requests.getLast())
                .startsWith("TrentService.Decrypt ")
                .contains(KEY, "\"CiphertextBlob\":\"BAUG\"", "{\"reprise\":\"personal-data\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "400, DisabledException, REFUSED",
        "400, KMSInvalidStateException, REFUSED",
        "400, NotFoundException, REFUSED",
        "400, AccessDeniedException, REFUSED",
        "500, KMSInternalException, UNREACHABLE",
        "500, KeyUnavailableException, UNREACHABLE",
        "400, ThrottlingException, THROTTLED"
    })
    void a_key_that_cannot_be_used_now_may_be_usable_later(int code, String type, Reason reason) {
        status = code;
        answer = "{\"__type\":\"" + type + "\",\"message\":\"m\"}";

        assertThatThrownBy(() -> wrapping.unwrap(BYTES))
                .isInstanceOfSatisfying(
                        StoreUnavailableException.class,
                        e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void bytes_that_kms_did_not_make_are_damage() {
        status = 400;
        answer = "{\"__type\":\"InvalidCiphertextException\"}";

        assertThatThrownBy(() -> wrapping.unwrap(BYTES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(KEY);
    }
}
