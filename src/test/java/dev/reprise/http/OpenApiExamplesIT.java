package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reprise.http.OpenApiDocument.Call;
import dev.reprise.local.TestStream;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The examples of the OpenAPI document, sent as a page to try the API on sends them, are answered
 * as the document says. {@link DescribedAnswers} checks each answer.
 */
@QuarkusTest
class OpenApiExamplesIT {

    private static final OpenApiDocument DOCUMENT = OpenApiDocument.published();

    @Inject TestStream stream;

    /** A request that an example of the document is. */
    private record Example(Call call, String target, BodyPublisher body) {

        Answer send() {
            return call.method().equals("POST")
                    ? Api.call(call.method(), target, body, "Content-Type", "application/json")
                    : Api.call(call.method(), target, body);
        }

        @Override
        public String toString() {
            return call.id() + " " + target;
        }
    }

    @Test
    void every_example_succeeds_from_top_to_bottom_once_the_orders_are_created() {
        List<Example> creations =
                examples().filter(example -> example.call().id().equals("createOrder")).toList();
        List<Example> others =
                examples().filter(example -> !example.call().id().equals("createOrder")).toList();
        List<Example> sent = new ArrayList<>();

        for (Example example : Stream.of(creations, others).flatMap(List::stream).toList()) {
            Answer answer = example.send();
            stream.drain();

            assertThat(Integer.toString(answer.status()))
                    .as("%s: %s", example, answer.body())
                    .isEqualTo(successStatus(example.call()));
            sent.add(example);
        }
        assertThat(sent)
                .extracting(example -> example.call().id())
                .containsAll(
                        DOCUMENT.calls().stream()
                                .filter(call -> !dependsOnJobs(call))
                                .map(Call::id)
                                .toList());
    }

    /** A creation has two: 201, and 200 for a dry run. A change has 202 if it is scheduled. */
    private static String successStatus(Call call) {
        JsonNode responses = call.operation().path("responses");
        return responses
                .propertyStream()
                .map(Map.Entry::getKey)
                .filter(status -> status.startsWith("2"))
                .filter(status -> !status.equals("202") || !responses.has("200"))
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /**
     * Whether a call succeeds depends on what is parked, leased, rebuilt or repaired at the time,
     * or on which webhooks or scheduled commands there are.
     */
    private static boolean dependsOnJobs(Call call) {
        return call.path().startsWith("/projections/")
                || call.path().startsWith("/consumers/")
                || call.path().startsWith("/webhooks/")
                || call.path().equals("/feed/rebuild")
                || call.path().contains("/scheduled/");
    }

    private static Stream<Example> examples() {
        return DOCUMENT.calls().stream()
                .filter(call -> !dependsOnJobs(call))
                .flatMap(call -> bodies(call).map(body -> new Example(call, target(call), body)));
    }

    private static Stream<BodyPublisher> bodies(Call call) {
        JsonNode examples = call.operation().at("/requestBody/content/application~1json/examples");
        return examples.isMissingNode()
                ? Stream.of(BodyPublishers.noBody())
                : examples.valueStream()
                        .map(example -> BodyPublishers.ofString(example.path("value").toString()));
    }

    /** The path and the query with the parameters that have an example. */
    private static String target(Call call) {
        String path = call.path();
        List<String> query = new ArrayList<>();
        for (JsonNode found : call.operation().path("parameters")) {
            JsonNode parameter = DOCUMENT.resolved(found);
            String name = parameter.path("name").textValue();
            if (!parameter.has("example")) {
                assertThat(parameter.path("required").booleanValue()).as(name).isFalse();
                continue;
            }
            String example = parameter.path("example").asText();
            if (parameter.path("in").asText().equals("path")) {
                path = path.replace("{" + name + "}", example);
            } else {
                query.add(name + "=" + example);
            }
        }
        return query.isEmpty() ? path : path + "?" + String.join("&", query);
    }
}
