package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.reprise.http.OpenApiDocument.Call;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Asserts that answers are as the OpenAPI document says: every answer that a test gets. */
final class DescribedAnswers {

    private static final OpenApiDocument DOCUMENT = OpenApiDocument.published();

    /** Problems of a request that is not one of the calls, though it has the path of one. */
    private static final Set<String> OF_NO_CALL = Set.of("no-such-resource", "method-not-allowed");

    private DescribedAnswers() {}

    /**
     * Asserts that the document has an answer to a request, if it has the call. A target that is no
     * URI is refused by the framework before the service sees it, with a 400 without a body.
     *
     * @param target the path and the query, as they were sent
     */
    static void check(String method, String target, Answer answer) {
        String path = target.replaceAll("[?].*", "");
        Optional<Call> call = DOCUMENT.call(method.equals("HEAD") ? "GET" : method, path);
        if (call.isEmpty() || !isUri(target) || OF_NO_CALL.contains(problem(answer))) {
            return;
        }
        String status = Integer.toString(answer.status());
        String what = call.get() + " " + status + " " + answer.body();
        JsonNode response =
                DOCUMENT.resolved(call.get().operation().path("responses").path(status));
        assertThat(response.isObject()).as("the document has the status of " + what).isTrue();
        checkHeaders(what, response, answer);
        if (!method.equals("HEAD")) {
            checkBody(what, response, answer);
        }
    }

    private static boolean isUri(String target) {
        try {
            return new URI(target).getRawPath() != null;
        } catch (URISyntaxException _) {
            return false;
        }
    }

    private static void checkHeaders(String what, JsonNode response, Answer answer) {
        DOCUMENT.root()
                .at("/components/headers")
                .fieldNames()
                .forEachRemaining(name -> {
                    JsonNode documented = response.path("headers").path(name);
                    Optional<String> value = answer.header(name);
                    assertThat(value.isPresent() && documented.isMissingNode())
                            .as("undocumented header %s: %s", name, what)
                            .isFalse();
                    value.ifPresent(text ->
                            checkHeader(
                                    name + " of " + what,
                                    DOCUMENT.resolved(documented).path("schema"),
                                    text));
                });
    }

    private static void checkHeader(String what, JsonNode schema, String text) {
        JsonNode value =
                schema.path("type").asText().equals("integer")
                        ? LongNode.valueOf(Long.parseLong(text))
                        : TextNode.valueOf(text);
        assertThat(DOCUMENT.faults(schema, value)).as(what).isEmpty();
    }

    private static void checkBody(String what, JsonNode response, Answer answer) {
        JsonNode content = response.path("content");
        if (content.isMissingNode()) {
            assertThat(answer.body()).as(what).isEmpty();
            return;
        }
        String type =
                answer.header("Content-Type")
                        .orElse("")
                        .replaceAll(";.*", "")
                        .toLowerCase(Locale.ROOT);
        assertThat(content.has(type)).as("the document has the type %s of %s", type, what).isTrue();
        assertThat(DOCUMENT.strictFaults(content.path(type).path("schema"), answer.json()))
                .as(what)
                .isEmpty();
        if (type.equals(Problem.MEDIA_TYPE)) {
            assertThat(names(content.path(type).path("examples")))
                    .as("the document has the problem of " + what)
                    .contains(problem(answer));
        }
    }

    private static List<String> names(JsonNode object) {
        return object.propertyStream().map(Map.Entry::getKey).toList();
    }

    /** The last part of the type of a problem; empty if the answer is none. */
    private static String problem(Answer answer) {
        return answer.header("Content-Type").filter(Problem.MEDIA_TYPE::equals).isPresent()
                        && !answer.body().isEmpty()
                ? answer.json().path("type").asText().replaceAll(".*:", "")
                : "";
    }
}
