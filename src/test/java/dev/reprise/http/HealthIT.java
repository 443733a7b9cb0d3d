package dev.reprise.http;

import static dev.reprise.dynamodb.FaultyHttpClient.error;
import static dev.reprise.dynamodb.FaultyHttpClient.requestLost;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.dynamodb.FaultyHttpClient;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

@QuarkusTest
class HealthIT {

    private FaultyHttpClient network;
    private DynamoDbClient client;

    @BeforeEach
    void use_a_network_that_can_fail() {
        network = new FaultyHttpClient();
        client = network.dynamoDbClient();
        QuarkusMock.installMockForType(client, DynamoDbClient.class);
    }

    @AfterEach
    void close() {
        client.close();
        network.close();
    }

    @Test
    void a_service_that_can_read_the_events_is_up_and_the_answer_is_not_stored() {
        Answer answer = Api.get("/health").expect(200);

        assertThat(answer.body()).isEqualTo("{\"status\":\"UP\"}");
        assertThat(answer.header("Cache-Control")).hasValue("no-store");
        assertThat(Api.call("HEAD", "/health", BodyPublishers.noBody()).expect(200).body())
                .isEmpty();
    }

    @Test
    void a_check_is_one_read() {
        Api.get("/health").expect(200);

        assertThat(network.bodies())
                .singleElement()
                .asString()
                .contains("\"Limit\":1", "health-check");
    }

    @Test
    void a_service_that_cannot_reach_the_events_is_503() {
        network.always(requestLost());

        expectDown();
    }

    @ParameterizedTest
    @CsvSource({
        "400, ResourceNotFoundException",
        "400, AccessDeniedException",
        "400, ThrottlingException",
        "500, InternalServerError"
    })
    void a_service_whose_reads_are_refused_is_503_and_does_not_tell_why(int status, String type) {
        network.always(error(status, type));

        assertThat(expectDown().toString()).doesNotContain(type, "reprise-", "amazon", "127.0.0.1");
    }

    private static Answer expectDown() {
        Answer answer = Api.get("/health").expectProblem(503, "unavailable");
        assertThat(answer.header("Cache-Control")).hasValue("no-store");
        assertThat(answer.header("Retry-After")).hasValue("1");
        return answer;
    }
}
