package dev.reprise.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * {@code template.yaml} as LocalStack can deploy it. What is changed, and why:
 *
 * <ul>
 *   <li>The code of the functions is an object in S3, as {@code sam deploy} would make of it.
 *   <li>Alarms and the dashboard are left out: LocalStack's services publish few of AWS' own
 *       metrics, so they could show nothing.
 *   <li>The roll-out of new code is left out: CodeDeploy needs a plan.
 *   <li>The HTTP API is left out where there is no plan for it. Tests then invoke the function.
 * </ul>
 *
 * <p>The rest is deployed as it stands: transforms, tables, roles, functions with their alias,
 * mapping, queue, schedule and log groups. LocalStack takes SnapStart, point-in-time recovery,
 * encryption, table class and tracing without a word, and does nothing about them.
 *
 * @param json the template
 * @param leftOut the logical ids of the resources that are not in it
 */
record LocalStackTemplate(String json, Set<String> leftOut) {

    private static final List<String> METRICS = List.of("AWS::CloudWatch::");

    private static final List<String> HTTP_API =
            List.of("AWS::ApiGatewayV2::", "AWS::Lambda::Permission", "AWS::Route53::");

    /** The variable of functions that has the address of the HTTP API. */
    private static final String API_URL = "REPRISE_API_URL";

    LocalStackTemplate {
        leftOut = Set.copyOf(leftOut);
    }

    /**
     * Reads and changes a template.
     *
     * @param bucket where the functions' package is
     * @param key the package's name there
     */
    static LocalStackTemplate of(Path file, String bucket, String key, boolean hasHttpApis) {
        ObjectNode template = read(file);
        ((ObjectNode) template.at("/Globals/Function"))
                .putObject("CodeUri")
                .put("Bucket", bucket)
                .put("Key", key);
        Set<String> leftOut = new TreeSet<>();
        template.path("Resources").properties().stream()
                .filter(resource -> isLeftOut(resource.getValue(), hasHttpApis))
                .forEach(resource -> leftOut.add(resource.getKey()));
        ((ObjectNode) template.path("Resources")).remove(leftOut);
        template.path("Resources").forEach(LocalStackTemplate::deployAllAtOnce);
        writeAttributesInFull(template);
        if (!hasHttpApis) {
            ((ObjectNode) template.path("Outputs")).remove("ApiUrl");
            template.path("Resources").findParents(API_URL).forEach(LocalStackTemplate::hideApi);
        }
        return new LocalStackTemplate(template.toString(), leftOut);
    }

    private static ObjectNode read(Path file) {
        try (Reader reader = Files.newBufferedReader(file)) {
            Object document = CloudFormationTemplate.document(file.toString(), reader);
            return new JsonMapper().valueToTree(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isLeftOut(JsonNode resource, boolean hasHttpApis) {
        String type = resource.path("Type").textValue();
        return Stream.concat(METRICS.stream(), hasHttpApis ? Stream.of() : HTTP_API.stream())
                .anyMatch(type::startsWith);
    }

    /** {@code Table.Arn} is for {@code !GetAtt} alone; its long form has a list. */
    private static void writeAttributesInFull(JsonNode node) {
        if (node instanceof ObjectNode object && object.path("Fn::GetAtt").isTextual()) {
            String[] names = object.path("Fn::GetAtt").textValue().split("\\.", 2);
            object.putArray("Fn::GetAtt").add(names[0]).add(names[1]);
        }
        node.forEach(LocalStackTemplate::writeAttributesInFull);
    }

    private static void hideApi(JsonNode variables) {
        ((ObjectNode) variables).remove(API_URL);
    }

    private static void deployAllAtOnce(JsonNode resource) {
        if (resource.path("Properties") instanceof ObjectNode properties) {
            properties.remove("DeploymentPreference");
        }
    }
}
