package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The published OpenAPI document, {@code docs/openapi.yaml}. */
final class OpenApiDocument {

    static final Path FILE = Path.of("docs", "openapi.yaml");

    private static final YAMLMapper YAML =
            YAMLMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    private static final SchemaValidatorsConfig WITH_FORMATS =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    private final JsonNode root;

    private OpenApiDocument(JsonNode root) {
        this.root = root;
    }

    static OpenApiDocument published() {
        try {
            return new OpenApiDocument(YAML.readTree(Files.readString(FILE)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A call of the document. */
    record Call(String method, String path, JsonNode operation) {

        String id() {
            return operation.path("operationId").asText();
        }

        boolean matches(String method, String path) {
            return this.method.equals(method)
                    && path.matches(this.path.replaceAll("[{][^}]*[}]", "[^/]+"));
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    JsonNode root() {
        return root;
    }

    /** All calls, in the order of the document. */
    List<Call> calls() {
        List<Call> calls = new ArrayList<>();
        root.path("paths")
                .properties()
                .forEach(path ->
                        path.getValue()
                                .properties()
                                .forEach(operation ->
                                        calls.add(
                                                new Call(
                                                        operation.getKey().toUpperCase(Locale.ROOT),
                                                        path.getKey(),
                                                        operation.getValue()))));
        return calls;
    }

    /** The call that a request is; empty if the document has none with this method and path. */
    Optional<Call> call(String method, String path) {
        return calls().stream().filter(call -> call.matches(method, path)).findFirst();
    }

    /** The schema with this name. */
    JsonNode schema(String name) {
        JsonNode schema = root.at("/components/schemas/" + name);
        assertThat(schema.isObject()).as("schema %s", name).isTrue();
        return schema;
    }

    /** What a node stands for: the node itself, or what it refers to. */
    JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? root.at(node.get("$ref").textValue().substring(1)) : node;
    }

    /** What is wrong with a value of a schema. Fields that the schema does not have are allowed. */
    Set<ValidationMessage> faults(JsonNode schema, JsonNode value) {
        return validate(root, schema, value);
    }

    /** What is wrong with a value of a schema; a field that the schema does not have is wrong. */
    Set<ValidationMessage> strictFaults(JsonNode schema, JsonNode value) {
        return validate(closed(root), closed(schema), value);
    }

    /** OpenAPI 3.0 has the schemas of JSON Schema's draft 4. */
    private static Set<ValidationMessage> validate(
            JsonNode document, JsonNode schema, JsonNode value) {
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        whole.set("components", document.path("components"));
        whole.putArray("allOf").add(schema);
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4)
                .getSchema(whole, WITH_FORMATS)
                .validate(value.toString(), InputFormat.JSON);
    }

    /** A copy in which no object of a schema takes further fields. */
    private static JsonNode closed(JsonNode node) {
        JsonNode copy = node.deepCopy();
        for (JsonNode parent : copy.findParents("properties")) {
            if (parent instanceof ObjectNode object
                    && object.path("type").asText().equals("object")) {
                object.put("additionalProperties", false);
            }
        }
        if (copy instanceof ObjectNode object && object.has("properties")) {
            object.put("additionalProperties", false);
        }
        return copy;
    }
}
