package dev.reprise.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.reprise.RunsBesideQuarkus;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A call can be followed to the batch that brought its commit to the rows, by the logs alone. */
@ExtendWith(Deployed.Shared.class)
@RunsBesideQuarkus
class DeployedTraceIT {

    private static final JsonMapper JSON = new JsonMapper();

    /** The queries of the operations page. */
    private static final Pattern QUERY = Pattern.compile("\\| filter @message like \"([^\"]+)\"");

    private static final Pattern TRACE_ID = Pattern.compile("1-[0-9a-f]{8}-[0-9a-f]{24}");

    private final String orderId = Deployed.freshId();
    private Deployed deployed;

    @BeforeEach
    void use(Deployed shared) {
        deployed = shared;
        deployed.deliver(0);
    }

    /**
     * What the documented query finds that has the example, for another text. What a function
     * printed may come some milliseconds after its answer.
     */
    private List<JsonNode> found(String example, String text, int lines) {
        assertThat(documented()).contains(example);
        Deployed.await(() -> found(text).size() >= lines);
        assertThat(found(text)).hasSize(lines);
        return found(text);
    }

    private List<JsonNode> found(String text) {
        return deployed.log.stream()
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .filter(line -> line.startsWith("{") && line.contains(text))
                .map(DeployedTraceIT::json)
                .toList();
    }

    private static List<String> documented() {
        try {
            return QUERY.matcher(Files.readString(Path.of("docs", "operations.md")))
                    .results()
                    .map(result -> result.group(1))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError(line, e);
        }
    }

    private static void assertTraced(JsonNode line) {
        assertThat(line.path("traceId").asText()).matches(TRACE_ID);
    }

    @Test
    void a_correlation_id_that_the_caller_sent_finds_the_call_and_the_batch() {
        String id = "trace-" + Deployed.freshId();
        Deployed.expect(
                201,
                deployed.post(
                        "/orders",
                        "{\"orderId\":\"%s\",\"customerId\":\"c1\"}".formatted(orderId),
                        "X-Correlation-Id",
                        id));
        deployed.deliver(0);

        List<JsonNode> lines = found("c14179c9-42d1-44a4-85d0-c9004faef8b7", id, 2);

        assertThat(lines).allSatisfy(DeployedTraceIT::assertTraced);
        assertThat(lines.getFirst().path("correlationId").asText()).isEqualTo(id);
        assertThat(lines.getFirst().path("requestId").asText()).isNotBlank();
        assertThat(lines.getLast().path("correlationIds").asText()).isEqualTo(id);
        assertThat(lines).extracting(line -> line.path("traceId").asText()).doesNotHaveDuplicates();
    }

    @Test
    void the_commit_that_a_call_names_finds_each_batch_that_delivered_it() {
        HttpResponse<String> created = deployed.create(orderId, "k1");
        String correlationId = created.headers().firstValue("X-Correlation-Id").orElseThrow();
        Deployed.expect(200, deployed.add(orderId, "i2", "k2"));
        deployed.deliver(0);

        List<JsonNode> calls = found("c14179c9-42d1-44a4-85d0-c9004faef8b7", correlationId, 1);
        String commit = calls.getFirst().path("commit").asText();
        assertThat(commit).isEqualTo("order-" + orderId + "@1");

        List<JsonNode> lines = found("order-a1b2c3d4@3", commit, 2);
        assertThat(lines).allSatisfy(DeployedTraceIT::assertTraced);
        assertThat(lines.getLast().path("commits").asText().split(" ")).contains(commit);
        assertThat(lines.getLast().path("ProjectionLag").isNumber()).isTrue();
    }

    @Test
    void a_call_that_records_nothing_names_no_commit() {
        String correlationId =
                Deployed.expect(404, deployed.get("/orders/" + orderId))
                        .headers()
                        .firstValue("X-Correlation-Id")
                        .orElseThrow();

        List<JsonNode> lines = found("c14179c9-42d1-44a4-85d0-c9004faef8b7", correlationId, 1);

        assertThat(lines)
                .allSatisfy(line -> {
                    assertTraced(line);
                    assertThat(line.has("commit")).isFalse();
                });
    }

    @Test
    void a_batch_that_is_delivered_again_says_how_many_commits_the_rows_had() {
        deployed.create(orderId, "k1");
        deployed.deliver(0);
        String commit = "order-" + orderId + "@1";
        StreamPump again = deployed.stack.newPump();
        while (again.round() != StreamPump.Round.IDLE) {
            // until the stream has been delivered once more
        }

        List<JsonNode> lines = found("order-a1b2c3d4@3", commit, 3);
        assertThat(lines.getLast().path("DuplicateCommits").intValue()).isPositive();
    }
}
