package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reprise.http.OpenApiDocument.Call;
import dev.reprise.values.Ids;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The published OpenAPI document is valid and complete. {@link OpenApiIT} compares it. */
class OpenApiDocumentTest {

    private static final OpenApiDocument DOCUMENT = OpenApiDocument.published();

    static List<Call> calls() {
        return DOCUMENT.calls();
    }

    static Stream<Map.Entry<String, JsonNode>> schemas() {
        return DOCUMENT.root().at("/components/schemas").propertyStream();
    }

    @Test
    void swagger_parser_has_nothing_to_say() {
        ParseOptions options = new ParseOptions();
        options.setResolve(true);
        options.setResolveFully(true);

        SwaggerParseResult parsed =
                new OpenAPIV3Parser()
                        .readLocation(OpenApiDocument.FILE.toString(), List.of(), options);

        assertThat(parsed.getMessages()).isEmpty();
        assertThat(parsed.getOpenAPI().getPaths()).hasSameSizeAs(DOCUMENT.root().path("paths"));
    }

    @Test
    void operation_ids_are_names_that_differ() {
        assertThat(calls())
                .extracting(Call::id)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("[a-z][A-Za-z]+"));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void every_call_has_a_summary_a_description_and_answers_with_a_schema(Call call) {
        assertThat(call.operation().path("summary").asText()).isNotBlank();
        assertThat(call.operation().path("description").asText()).isNotBlank();
        call.operation()
                .path("responses")
                .properties()
                .forEach(response -> {
                    JsonNode answer = DOCUMENT.resolved(response.getValue());
                    assertThat(answer.path("description").asText()).isNotBlank();
                    assertThat(answer.path("headers").has(RequestContext.CORRELATION_ID)).isTrue();
                    if (List.of("204", "304").contains(response.getKey())) {
                        assertThat(answer.has("content")).isFalse();
                    } else {
                        assertThat(answer.path("content")).isNotEmpty();
                        assertThat(answer.path("content"))
                                .allSatisfy(
                                        content -> assertThat(content.path("schema")).isNotEmpty());
                    }
                });
    }

    @ParameterizedTest
    @MethodSource("calls")
    void every_parameter_has_a_description_and_a_type(Call call) {
        assertThat(call.operation().path("parameters"))
                .isNotEmpty()
                .allSatisfy(found -> {
                    JsonNode parameter = DOCUMENT.resolved(found);
                    JsonNode schema = DOCUMENT.resolved(parameter.path("schema"));
                    assertThat(schema.has("type")).as(parameter.toString()).isTrue();
                    assertThat(parameter.has("description") || schema.has("description"))
                            .as(parameter.toString())
                            .isTrue();
                });
    }

    /** A body may be left out only if it holds nothing but options. */
    private static final Set<String> OPTIONAL_BODIES = Set.of("startRebuild", "startRepair");

    /** The commands that say all with their path. */
    private static final Set<String> WITHOUT_BODY =
            Set.of(
                    "redriveStream",
                    "redriveProjection",
                    "pauseRepair",
                    "resumeRepair",
                    "cancelRepair",
                    "pauseRebuild",
                    "resumeRebuild",
                    "cancelRebuild",
                    "switchOver",
                    "switchBack",
                    "cleanUp",
                    "startSweep",
                    "startFeedRebuild",
                    "redriveConsumer",
                    "redriveConsumersStream");

    @ParameterizedTest
    @MethodSource("calls")
    void a_command_has_a_body_that_is_required_and_has_examples(Call call) {
        JsonNode body = call.operation().path("requestBody");
        boolean isCommand = !List.of("GET", "DELETE").contains(call.method());
        assertThat(body.isMissingNode()).isEqualTo(!isCommand || WITHOUT_BODY.contains(call.id()));
        if (body.isMissingNode()) {
            return;
        }
        assertThat(body.path("required").booleanValue())
                .isNotEqualTo(OPTIONAL_BODIES.contains(call.id()));
        JsonNode json = body.path("content").path("application/json");
        assertThat(json.path("examples")).isNotEmpty();
        assertThat(json.path("examples"))
                .allSatisfy(example ->
                        assertThat(
                                        DOCUMENT.strictFaults(
                                                json.path("schema"), example.path("value")))
                                .isEmpty());
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void every_schema_and_field_is_described_and_has_a_valid_example(
            Map.Entry<String, JsonNode> schema) {
        assertThat(schema.getValue().path("description").asText()).isNotBlank();
        schema.getValue()
                .path("properties")
                .properties()
                .forEach(property -> {
                    JsonNode field = property.getValue();
                    String name = schema.getKey() + "." + property.getKey();
                    assertThat(DOCUMENT.resolved(field).path("description").asText())
                            .as("description of %s", name)
                            .isNotBlank();
                    if (field.path("type").asText().matches("string|integer|number|boolean")
                            && !property.getKey().equals("next")) {
                        assertThat(field.has("example")).as("example of %s", name).isTrue();
                        assertThat(DOCUMENT.faults(field, field.get("example"))).as(name).isEmpty();
                    }
                });
        assertThat(names(schema.getValue().path("properties")))
                .containsAll(texts(schema.getValue().path("required")));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void an_object_of_a_request_takes_no_further_fields(Call call) {
        for (JsonNode schema : reachable(call.operation().path("requestBody"))) {
            if (schema.has("properties")) {
                assertThat(schema.path("additionalProperties").asText())
                        .as(schema.toString())
                        .isEqualTo("false");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("calls")
    void an_object_of_an_answer_may_have_further_fields(Call call) {
        for (JsonNode schema : reachable(call.operation().path("responses"))) {
            assertThat(schema.has("additionalProperties")).as(schema.toString()).isFalse();
        }
    }

    /** All schemas that a part of the document refers to. */
    private static Set<JsonNode> reachable(JsonNode part) {
        Set<JsonNode> found = new HashSet<>();
        for (String reference : part.findValuesAsText("$ref")) {
            JsonNode node = DOCUMENT.root().at(reference.substring(1));
            if (found.add(node)) {
                found.addAll(reachable(node));
            }
        }
        return found;
    }

    @Test
    void every_example_of_a_problem_is_one() {
        assertThat(DOCUMENT.root().at("/components/examples"))
                .isNotEmpty()
                .allSatisfy(example ->
                        assertThat(
                                        DOCUMENT.strictFaults(
                                                DOCUMENT.schema("Problem"), example.path("value")))
                                .isEmpty());
    }

    @Test
    void the_problem_types_of_all_resources_are_in_the_document() {
        List<ProblemType> types =
                Stream.concat(
                                constants(ProblemType.class),
                                new AggregateProblems("order").types().stream())
                        .toList();

        assertThat(names(DOCUMENT.root().at("/components/examples")))
                .containsAll(types.stream().map(ProblemType::name).toList());
    }

    private static Stream<ProblemType> constants(Class<?> declaring) {
        return Arrays.stream(declaring.getDeclaredFields())
                .filter(field ->
                        Modifier.isStatic(field.getModifiers())
                                && field.getType() == ProblemType.class)
                .map(field -> {
                    try {
                        return (ProblemType) field.get(null);
                    } catch (IllegalAccessException e) {
                        throw new AssertionError(e);
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a", ".", "..", "...", "a.b_c-d:e", "a/b", "ä", "a b", "a\nb", "Z9"})
    void the_pattern_of_an_id_is_the_rule_of_ids(String id) {
        JsonNode pattern = DOCUMENT.schema("OrderResponse").at("/properties/orderId/pattern");

        assertThat(Pattern.compile(pattern.textValue()).matcher(id).find()).isEqualTo(isId(id));
    }

    private static boolean isId(String text) {
        try {
            Ids.require(text);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static List<String> names(JsonNode object) {
        return object.propertyStream().map(Map.Entry::getKey).toList();
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::textValue).toList();
    }
}
