package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.QueryParam;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The OpenAPI document that the service publishes. */
@QuarkusTest
class OpenApiIT {

    @ParameterizedTest
    @MethodSource("operations")
    void every_operation_of_the_resources_is_described(String operation) {
        JsonNode described = operation(operation);

        assertThat(described.path("summary").textValue()).isNotBlank();
        assertThat(described.path("responses").has("default")).as("problems").isTrue();
        assertThat(parameters(described, "header")).contains(RequestContext.CORRELATION_ID);
        assertThat(parameters(described, "path"))
                .isEqualTo(
                        Arrays.stream(operation.split("[{]"))
                                .skip(1)
                                .map(part -> part.substring(0, part.indexOf('}')))
                                .collect(Collectors.toSet()));
    }

    static Stream<String> operations() {
        return resourceMethods().map(arguments -> (String) arguments.get()[0]);
    }

    private static Stream<Class<?>> resources() {
        return new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("dev.reprise")
                        .stream()
                        .filter(type -> type.isAnnotatedWith(jakarta.ws.rs.Path.class))
                        .map(JavaClass::reflect);
    }

    /** The start page is for people, and not described. */
    private static boolean isHidden(Method method) {
        Operation operation = method.getAnnotation(Operation.class);
        return operation != null && operation.hidden();
    }

    private static Stream<String> operation(Class<?> resource, Method method) {
        return Stream.of(GET.class, POST.class, PATCH.class, DELETE.class)
                .filter(method::isAnnotationPresent)
                .map(verb ->
                        verb.getSimpleName()
                                + " "
                                + resource.getAnnotation(jakarta.ws.rs.Path.class).value()
                                + (method.isAnnotationPresent(jakarta.ws.rs.Path.class)
                                        ? "/"
                                                + method.getAnnotation(jakarta.ws.rs.Path.class)
                                                        .value()
                                        : ""));
    }

    @ParameterizedTest
    @CsvSource({
        "POST /orders, 201",
        "POST /orders/{orderId}/items, 200",
        "PATCH /orders/{orderId}, 200",
        "PATCH /orders/{orderId}/items/{itemId}, 200",
        "DELETE /orders/{orderId}/items/{itemId}, 200",
        "POST /orders/{orderId}/shipment, 200",
        "POST /orders/{orderId}/cancellation, 200"
    })
    void every_command_has_a_key_parameter_and_answers_with_the_order(
            String operation, String success) {
        JsonNode described = operation(operation);

        assertThat(parameters(described, "header")).contains(RequestContext.IDEMPOTENCY_KEY);
        assertThat(described.path("responses").path(success).toString()).contains("OrderResponse");
    }

    @ParameterizedTest
    @CsvSource({
        "POST /orders, false",
        "POST /orders/{orderId}/items, true",
        "PATCH /orders/{orderId}, true",
        "PATCH /orders/{orderId}/items/{itemId}, true",
        "DELETE /orders/{orderId}/items/{itemId}, true",
        "POST /orders/{orderId}/shipment, true",
        "POST /orders/{orderId}/cancellation, true"
    })
    void if_match_is_described_for_every_command_to_an_existing_order(
            String operation, boolean expected) {
        assertThat(parameters(operation(operation), "header").contains("If-Match"))
                .isEqualTo(expected);
    }

    /** The tests make the document of the resources and of src/openapi, as they start. */
    @ParameterizedTest
    @ValueSource(strings = {"openapi.yaml", "openapi.json"})
    void the_published_document_is_what_is_made_of_the_resources(String file) throws IOException {
        Path made = Path.of("target", "openapi", file);

        assertThat(Path.of("docs", file))
                .as("docs/%s must be a copy of %s", file, made)
                .hasSameTextualContentAs(made);
    }

    @ParameterizedTest
    @CsvSource({
        "/q/openapi, '*/*', openapi.yaml",
        "/q/openapi, text/html, openapi.yaml",
        "/q/openapi, application/json, openapi.json",
        "/q/openapi?format=json, text/html, openapi.json",
        "/q/openapi?format=yaml, text/html, openapi.yaml",
        "/q/openapi.json, text/html, openapi.json",
        "/q/openapi.yaml, application/json, openapi.yaml",
        "/q/openapi.yml, application/json, openapi.yaml"
    })
    void the_service_serves_the_published_document(String target, String accept, String file)
            throws IOException {
        Answer answer = Api.get(target, "Accept", accept).expect(200);

        assertThat(answer.body()).isEqualTo(Files.readString(Path.of("docs", file)));
        assertThat(answer.header("Content-Type"))
                .hasValue(
                        "application/%s;charset=UTF-8"
                                .formatted(file.substring(file.lastIndexOf('.') + 1)));
        assertThat(answer.header("Vary")).hasValue("Accept");
    }

    /** A list, for example, takes the query parameters of its method, and no others. */
    @ParameterizedTest
    @MethodSource("resourceMethods")
    void every_query_parameter_of_the_resources_is_described(
            String operation, List<String> queryParameters) {
        assertThat(parameters(operation(operation), "query"))
                .containsExactlyInAnyOrderElementsOf(queryParameters);
    }

    static Stream<Arguments> resourceMethods() {
        return resources()
                .flatMap(resource ->
                        Arrays.stream(resource.getDeclaredMethods())
                                .filter(method -> !isHidden(method))
                                .flatMap(method ->
                                        operation(resource, method)
                                                .map(name ->
                                                        Arguments.of(
                                                                name, queryParameters(method)))));
    }

    private static List<String> queryParameters(Method method) {
        return Arrays.stream(method.getParameters())
                .map(parameter -> parameter.getAnnotation(QueryParam.class))
                .filter(Objects::nonNull)
                .map(QueryParam::value)
                .toList();
    }

    private static Set<String> parameters(JsonNode operation, String where) {
        return operation
                .path("parameters")
                .valueStream()
                .map(OpenApiIT::resolved)
                .filter(parameter -> parameter.path("in").textValue().equals(where))
                .map(parameter -> parameter.path("name").textValue())
                .collect(Collectors.toSet());
    }

    private static JsonNode operation(String methodAndPath) {
        String[] parts = methodAndPath.split(" ");
        JsonNode operation =
                description().path("paths").path(parts[1]).path(parts[0].toLowerCase(Locale.ROOT));
        assertThat(operation.isObject()).as(methodAndPath).isTrue();
        return operation;
    }

    private static JsonNode description() {
        return Api.get("/q/openapi?format=json").expect(200).json();
    }

    private static JsonNode resolved(JsonNode node) {
        return node.has("$ref")
                ? description().at(node.get("$ref").textValue().substring(1))
                : node;
    }
}
