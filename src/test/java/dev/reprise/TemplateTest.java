package dev.reprise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** The rules of {@code template.yaml} that must not be lost unnoticed. */
class TemplateTest {

    /** What API Gateway gives an HTTP API's integration, in seconds; it cannot be raised. */
    private static final int API_GATEWAY_TIMEOUT = 30;

    private static Map<String, Object> template = Map.of();

    @BeforeAll
    static void read() throws IOException {
        try (Reader reader = Files.newBufferedReader(Path.of("template.yaml"))) {
            template = new Yaml(new WithFunctions()).load(reader);
        }
    }

    @Test
    void the_orders_function_may_put_get_and_query_events_and_write_its_log() {
        assertThat(at("Resources/OrdersFunction/Properties/Role"))
                .isEqualTo("!GetAtt OrdersRole.Arn");
        assertThat(map("Resources/OrdersFunction/Properties")).doesNotContainKey("Policies");
        assertThat(map("Resources/OrdersRole/Properties")).doesNotContainKey("ManagedPolicyArns");
        assertThat(list("Resources/OrdersRole/Properties/Policies"))
                .flatExtracting(policy -> (List<?>) at(policy, "PolicyDocument/Statement"))
                .map(statement -> (Object) statement)
                .containsExactly(
                        allow(
                                "!GetAtt EventsTable.Arn",
                                "dynamodb:GetItem",
                                "dynamodb:PutItem",
                                "dynamodb:Query"),
                        allow(
                                "!GetAtt OrdersLogGroup.Arn",
                                "logs:CreateLogStream",
                                "logs:PutLogEvents"));
    }

    @Test
    void what_a_role_may_do_stands_in_the_role() {
        assertThat(map("Resources").values())
                .extracting(resource -> at(resource, "Type"))
                .contains("AWS::IAM::Role")
                .doesNotContain("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy");
    }

    @Test
    void events_are_keyed_by_stream_and_sequence_number() {
        assertThat(at("Resources/EventsTable/Properties/TableName"))
                .isEqualTo("!Sub ${TablePrefix}-events");
        assertThat(at("Resources/EventsTable/Properties/KeySchema"))
                .isEqualTo(
                        List.of(
                                Map.of("AttributeName", "stream", "KeyType", "HASH"),
                                Map.of("AttributeName", "seq", "KeyType", "RANGE")));
        assertThat(at("Resources/EventsTable/Properties/AttributeDefinitions"))
                .isEqualTo(
                        List.of(
                                Map.of("AttributeName", "stream", "AttributeType", "S"),
                                Map.of("AttributeName", "seq", "AttributeType", "N")));
    }

    @Test
    void the_events_stream_carries_new_images() {
        assertThat(at("Resources/EventsTable/Properties/StreamSpecification/StreamViewType"))
                .isEqualTo("NEW_IMAGE");
    }

    @Test
    void events_are_paid_for_by_request() {
        assertThat(at("Resources/EventsTable/Properties/BillingMode")).isEqualTo("PAY_PER_REQUEST");
    }

    @Test
    void events_can_be_restored_to_a_point_in_time() {
        assertThat(
                        at(
                                "Resources/EventsTable/Properties/PointInTimeRecoverySpecification"
                                        + "/PointInTimeRecoveryEnabled"))
                .isEqualTo(true);
    }

    @Test
    void events_are_encrypted() {
        assertThat(at("Resources/EventsTable/Properties/SSESpecification/SSEEnabled"))
                .isEqualTo(true);
    }

    @Test
    void events_outlive_the_stack() {
        assertThat(at("Resources/EventsTable/DeletionPolicy")).isEqualTo("Retain");
        assertThat(at("Resources/EventsTable/UpdateReplacePolicy")).isEqualTo("Retain");
        assertThat(at("Resources/EventsTable/Properties/DeletionProtectionEnabled"))
                .isEqualTo(true);
    }

    @Test
    void the_orders_function_gives_up_before_the_api_gateway_does() {
        Object timeout =
                map("Resources/OrdersFunction/Properties")
                        .getOrDefault("Timeout", at("Globals/Function/Timeout"));

        assertThat((Integer) timeout).isBetween(1, API_GATEWAY_TIMEOUT - 1);
    }

    private static Map<String, Object> allow(String resource, String... actions) {
        return Map.of("Effect", "Allow", "Action", List.of(actions), "Resource", resource);
    }

    private static Object at(String path) {
        return at(template, path);
    }

    private static Object at(Object from, String path) {
        Object found = from;
        for (String name : path.split("/")) {
            if (!(found instanceof Map<?, ?> parent) || !parent.containsKey(name)) {
                return Assertions.fail("template.yaml has no %s in %s", name, path);
            }
            found = parent.get(name);
        }
        return found;
    }

    @SuppressWarnings("unchecked") // the keys of a template are strings
    private static Map<String, Object> map(String path) {
        return (Map<String, Object>) at(path);
    }

    private static List<?> list(String path) {
        return (List<?>) at(path);
    }

    /** Reads {@code !Sub x} and its like as the text "!Sub x". */
    private static final class WithFunctions extends SafeConstructor {

        WithFunctions() {
            super(new LoaderOptions());
            yamlMultiConstructors.put(
                    "!",
                    new AbstractConstruct() {
                        @Override
                        public Object construct(Node node) {
                            return node.getTag().getValue()
                                    + " "
                                    + constructScalar((ScalarNode) node);
                        }
                    });
        }
    }
}
