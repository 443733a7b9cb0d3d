package dev.reprise;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import dev.reprise.lambda.JobsHandler;
import dev.reprise.serialization.EventFormat;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** The rules that {@code template.yaml} keeps to. */
class TemplateTest {

    /** The longest that API Gateway waits for a function, in seconds. It cannot be raised. */
    private static final int API_GATEWAY_TIMEOUT = 30;

    /** The longest timeout of a Lambda function, in seconds. */
    private static final int LAMBDA_TIMEOUT = 900;

    private static Map<String, Object> template = Map.of();

    @BeforeAll
    static void read() throws IOException {
        try (Reader reader = Files.newBufferedReader(Path.of("template.yaml"))) {
            template = new Yaml(new WithFunctions()).load(reader);
        }
    }

    @Test
    void the_orders_function_may_put_and_read_events_write_views_and_write_its_log() {
        assertThat(granted("Orders"))
                .containsExactly(
                        allow(
                                "!GetAtt EventsTable.Arn",
                                "dynamodb:GetItem",
                                "dynamodb:PutItem",
                                "dynamodb:ConditionCheckItem",
                                "dynamodb:Query",
                                "dynamodb:Scan",
                                "dynamodb:DescribeTable"),
                        allow(
                                "!GetAtt ViewsTable.Arn",
                                "dynamodb:GetItem",
                                "dynamodb:BatchGetItem",
                                "dynamodb:Query",
                                "dynamodb:PutItem",
                                "dynamodb:UpdateItem",
                                "dynamodb:DeleteItem"),
                        allow("!Sub ${ViewsTable.Arn}/index/*", "dynamodb:Query"),
                        allow(
                                "!GetAtt OrdersLogGroup.Arn",
                                "logs:CreateLogStream",
                                "logs:PutLogEvents"));
    }

    @Test
    void the_projector_function_may_write_views_read_events_and_their_stream_and_write_its_log() {
        assertThat(granted("Projector"))
                .containsExactly(
                        allow(
                                "!GetAtt ViewsTable.Arn",
                                "dynamodb:GetItem",
                                "dynamodb:BatchGetItem",
                                "dynamodb:Query",
                                "dynamodb:PutItem",
                                "dynamodb:UpdateItem",
                                "dynamodb:DeleteItem"),
                        allow("!Sub ${ViewsTable.Arn}/index/*", "dynamodb:Query"),
                        allow("!GetAtt EventsTable.Arn", "dynamodb:Query", "dynamodb:Scan"),
                        allow(
                                "!GetAtt EventsTable.StreamArn",
                                "dynamodb:DescribeStream",
                                "dynamodb:GetRecords",
                                "dynamodb:GetShardIterator"),
                        allow("!Sub ${EventsTable.Arn}/stream/*", "dynamodb:ListStreams"),
                        allow("!GetAtt GivenUpQueue.Arn", "sqs:SendMessage"),
                        allow(
                                "!GetAtt ProjectorLogGroup.Arn",
                                "logs:CreateLogStream",
                                "logs:PutLogEvents"));
    }

    @Test
    void the_jobs_function_may_write_and_delete_views_scan_events_and_write_its_log() {
        assertThat(granted("Jobs"))
                .containsExactly(
                        allow(
                                "!GetAtt ViewsTable.Arn",
                                "dynamodb:GetItem",
                                "dynamodb:BatchGetItem",
                                "dynamodb:Query",
                                "dynamodb:PutItem",
                                "dynamodb:UpdateItem",
                                "dynamodb:DeleteItem",
                                "dynamodb:BatchWriteItem"),
                        allow("!Sub ${ViewsTable.Arn}/index/*", "dynamodb:Query"),
                        allow("!GetAtt EventsTable.Arn", "dynamodb:Query", "dynamodb:Scan"),
                        allow(
                                "!GetAtt JobsLogGroup.Arn",
                                "logs:CreateLogStream",
                                "logs:PutLogEvents"));
    }

    @Test
    void the_jobs_function_is_called_each_minute_and_may_work_for_a_quarter_of_an_hour() {
        assertThat(at("Resources/JobsFunction/Properties/Events/EachMinute/Properties/Schedule"))
                .isEqualTo("rate(1 minute)");
        assertThat(at("Resources/JobsFunction/Properties/Timeout")).isEqualTo(900);
        assertThat(at("Resources/JobsFunction/Properties/Handler"))
                .isEqualTo(JobsHandler.class.getName() + "::handle");
    }

    @Test
    void an_alarm_reports_parked_streams() {
        assertThat(map("Resources/ParkedStreamsAlarm/Properties"))
                .containsEntry("Namespace", "Reprise")
                .containsEntry("MetricName", "ParkedStreams")
                .containsEntry(
                        "Dimensions",
                        List.of(Map.of("Name", "Stack", "Value", "!Ref AWS::StackName")))
                .containsEntry("Threshold", 0)
                .containsEntry("ComparisonOperator", "GreaterThanThreshold");
    }

    @Test
    void an_alarm_reports_streams_that_are_tried_again_for_five_minutes() {
        assertThat(map("Resources/RetryingStreamsAlarm/Properties"))
                .containsEntry("Namespace", "Reprise")
                .containsEntry("MetricName", "RetryingStreams")
                .containsEntry(
                        "Dimensions",
                        List.of(Map.of("Name", "Stack", "Value", "!Ref AWS::StackName")))
                .containsEntry("Period", 60)
                .containsEntry("EvaluationPeriods", 5)
                .containsEntry("Threshold", 0)
                .containsEntry("ComparisonOperator", "GreaterThanThreshold");
    }

    @Test
    void every_policy_is_written_in_its_role() {
        assertThat(map("Resources").values())
                .extracting(resource -> at(resource, "Type"))
                .contains("AWS::IAM::Role")
                .doesNotContain("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy");
    }

    @Test
    void events_are_keyed_by_stream_and_sequence_number() {
        assertThat(at("Resources/EventsTable/Properties/KeySchema"))
                .isEqualTo(keys("stream", "seq"));
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
    void views_are_keyed_by_part_and_row_and_found_by_three_indexes_of_keys() {
        assertThat(at("Resources/ViewsTable/Properties/KeySchema")).isEqualTo(keys("part", "row"));
        assertThat(list("Resources/ViewsTable/Properties/GlobalSecondaryIndexes"))
                .map(index -> (Object) index)
                .containsExactly(
                        index("first", "index1", "position1"),
                        index("second", "index2", "position2"),
                        index("parked", "parked", "row"));
        assertThat(list("Resources/ViewsTable/Properties/AttributeDefinitions"))
                .extracting(attribute -> at(attribute, "AttributeType"))
                .containsOnly("S");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EventsTable", "ViewsTable"})
    void a_table_is_paid_for_by_request(String table) {
        assertThat(at("Resources/" + table + "/Properties/BillingMode"))
                .isEqualTo("PAY_PER_REQUEST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EventsTable", "ViewsTable"})
    void a_table_can_be_restored_to_a_point_in_time(String table) {
        assertThat(
                        at(
                                "Resources/"
                                        + table
                                        + "/Properties/PointInTimeRecoverySpecification"
                                        + "/PointInTimeRecoveryEnabled"))
                .isEqualTo(true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"EventsTable", "ViewsTable"})
    void a_table_is_encrypted(String table) {
        assertThat(at("Resources/" + table + "/Properties/SSESpecification/SSEEnabled"))
                .isEqualTo(true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"EventsTable", "ViewsTable"})
    void a_table_outlives_the_stack(String table) {
        assertThat(at("Resources/" + table + "/DeletionPolicy")).isEqualTo("RetainExceptOnCreate");
        assertThat(at("Resources/" + table + "/UpdateReplacePolicy")).isEqualTo("Retain");
        assertThat(at("Resources/" + table + "/Properties/DeletionProtectionEnabled"))
                .isEqualTo("!Ref DeletionProtection");
        assertThat(at("Parameters/DeletionProtection/Default")).isEqualTo("true");
    }

    /** With a changed name or key, CloudFormation would make a new, empty table. */
    @ParameterizedTest
    @ValueSource(strings = {"EventsTable", "ViewsTable"})
    void no_parameter_replaces_a_table(String table) {
        assertThat(map("Resources/" + table + "/Properties")).doesNotContainKey("TableName");
        for (String fixed : List.of("KeySchema", "AttributeDefinitions")) {
            assertThat(at("Resources/" + table + "/Properties/" + fixed).toString())
                    .doesNotContain("!");
        }
    }

    /** See aws/serverless-application-model#3820. */
    @Test
    void a_changed_parameter_reaches_the_functions() {
        assertThat(template.get("Transform"))
                .isEqualTo(List.of("AWS::LanguageExtensions", "AWS::Serverless-2016-10-31"));
        assertThat(at("Globals/Function/AutoPublishAlias")).isEqualTo("live");
        assertThat(at("Globals/Function/AutoPublishAliasAllProperties")).isEqualTo(true);
    }

    @Test
    void only_callers_that_iam_allows_may_call_the_api_unless_a_parameter_says_otherwise() {
        assertThat(at("Parameters/Authorization/Default")).isEqualTo("iam");
        assertThat(at("Parameters/Authorization/AllowedValues"))
                .isEqualTo(List.of("iam", "jwt", "everyone-may-call-it"));
        assertThat(at("Conditions/NeedsSignature")).isEqualTo("!Equals [!Ref Authorization, iam]");
        assertThat(at("Conditions/NeedsToken")).isEqualTo("!Equals [!Ref Authorization, jwt]");
        assertThat(map("Resources/HttpApiRoute/Properties"))
                .containsEntry(
                        "AuthorizationType",
                        "!If [NeedsSignature, AWS_IAM, !If [NeedsToken, JWT, NONE]]")
                .containsEntry(
                        "AuthorizerId",
                        "!If [NeedsToken, !Ref HttpApiAuthorizer, !Ref AWS::NoValue]");
    }

    @Test
    void nothing_but_a_preflight_is_open_to_everyone() {
        assertThat(map("Resources").values())
                .filteredOn(resource -> at(resource, "Type").equals("AWS::ApiGatewayV2::Route"))
                .filteredOn(route -> at(route, "Properties/AuthorizationType").equals("NONE"))
                .extracting(route -> at(route, "Properties/RouteKey"))
                .containsExactly("OPTIONS /{proxy+}");
    }

    @Test
    void the_api_calls_the_functions_published_version() {
        assertThat(at("Resources/HttpApiIntegration/Properties/IntegrationUri"))
                .isEqualTo("!Ref OrdersFunction.Alias");
        assertThat(at("Resources/HttpApiPermission/Properties/FunctionName"))
                .isEqualTo("!Ref OrdersFunction.Alias");
        assertThat(at("Resources/HttpApiIntegration/Properties/PayloadFormatVersion"))
                .isEqualTo("2.0");
    }

    @Test
    void all_functions_are_one_package_with_both_tables_and_one_has_the_settings_of_the_api() {
        for (String function : List.of("OrdersFunction", "ProjectorFunction", "JobsFunction")) {
            assertThat(map("Resources/" + function + "/Properties")).doesNotContainKey("CodeUri");
        }
        Map<String, String> tables =
                Map.of(
                        "REPRISE_EVENTS_TABLE", "!Ref EventsTable",
                        "REPRISE_PROJECTIONS_JOBS", "scheduled",
                        "REPRISE_VIEWS_TABLE", "!Ref ViewsTable");
        assertThat(map("Resources/ProjectorFunction/Properties/Environment/Variables"))
                .containsAllEntriesOf(tables)
                .containsEntry("REPRISE_PROJECTIONS_REBUILD", "!Ref ReadModelRebuild")
                .hasSize(tables.size() + 1);
        assertThat(map("Resources/JobsFunction/Properties/Environment/Variables"))
                .isEqualTo(tables);
        assertThat(map("Globals/Function/Environment/Variables"))
                .containsEntry("REPRISE_METRICS", "log")
                .containsEntry("REPRISE_STACK", "!Ref AWS::StackName");
        Map<String, String> withSettings = new HashMap<>(tables);
        withSettings.put("REPRISE_AUTHORIZATION", "!Ref Authorization");
        withSettings.put("REPRISE_AUTHORIZATION_CUSTOMER_CLAIM", "!Ref CustomerClaim");
        withSettings.put("REPRISE_EVENTS_FORMAT", "!Ref EventsFormat");
        withSettings.put("REPRISE_BASE_PATH", "!Ref BasePath");
        withSettings.put("REPRISE_CORS_ORIGINS", "!Ref CorsOrigins");
        assertThat(at("Resources/OrdersFunction/Properties/Environment/Variables"))
                .isEqualTo(withSettings);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    BasePath    | ''                                          | true
                    BasePath    | /v1                                         | true
                    BasePath    | /shop/v1.2_a-b                              | true
                    BasePath    | /                                           | false
                    BasePath    | v1                                          | false
                    BasePath    | /v1/                                        | false
                    BasePath    | /shop//v1                                   | false
                    BasePath    | /..                                         | false
                    CorsOrigins | ''                                          | true
                    CorsOrigins | *                                           | true
                    CorsOrigins | https://shop.example                        | true
                    CorsOrigins | https://shop.example,http://localhost:3000  | true
                    CorsOrigins | https://shop.example/                       | false
                    CorsOrigins | https://*.shop.example                      | false
                    CorsOrigins | https://shop.example,*                      | false
                    CorsOrigins | https://Shop.example                        | false
                    CorsOrigins | shop.example                                | false
                    """)
    void a_setting_of_the_api_is_empty_by_default_and_checked_before_it_is_deployed(
            String parameter, String value, boolean allowed) {
        assertThat(at("Parameters/" + parameter + "/Default")).isEqualTo("");
        assertThat(value.matches(at("Parameters/" + parameter + "/AllowedPattern").toString()))
                .isEqualTo(allowed);
    }

    @Test
    void the_url_of_the_api_has_the_base_path() {
        assertThat(at("Outputs/ApiUrl/Value"))
                .isEqualTo(
                        "!If [HasDomain, !Sub https://${DomainName}${BasePath}, !Sub"
                                + " https://${HttpApi}.execute-api.${AWS::Region}.${AWS::URLSuffix}${BasePath}]");
    }

    @Test
    void the_format_of_new_events_is_one_that_the_code_has_and_json_by_default() {
        assertThat(at("Parameters/EventsFormat/Default")).isEqualTo("json");
        assertThat(at("Parameters/EventsFormat/AllowedValues"))
                .isEqualTo(
                        Arrays.stream(EventFormat.values()).map(EventFormat::storedName).toList());
    }

    @Test
    void the_handler_of_the_projector_function_is_a_method_of_this_code()
            throws ReflectiveOperationException {
        String[] handler =
                at("Resources/ProjectorFunction/Properties/Handler").toString().split("::");
        // Not initialised: that would start Quarkus.
        Class<?> type = Class.forName(handler[0], false, getClass().getClassLoader());

        assertThat(type.getMethod(handler[1], DynamodbEvent.class, Context.class).getReturnType())
                .isEqualTo(StreamsEventResponse.class);
    }

    @Test
    void the_projector_function_is_given_every_change_until_it_succeeds() {
        assertThat(at("Resources/ProjectorFunction/Properties/Events"))
                .isEqualTo(
                        Map.of(
                                "Commits",
                                Map.of(
                                        "Type",
                                        "DynamoDB",
                                        "Properties",
                                        Map.of(
                                                "Stream",
                                                "!GetAtt EventsTable.StreamArn",
                                                "StartingPosition",
                                                "TRIM_HORIZON",
                                                "BatchSize",
                                                100,
                                                "MaximumBatchingWindowInSeconds",
                                                "!Ref BatchingSeconds",
                                                "ParallelizationFactor",
                                                "!Ref ProjectorParallelism",
                                                "FunctionResponseTypes",
                                                List.of("ReportBatchItemFailures"),
                                                "BisectBatchOnFunctionError",
                                                true,
                                                "MaximumRetryAttempts",
                                                -1,
                                                "MaximumRecordAgeInSeconds",
                                                43_200,
                                                "DestinationConfig",
                                                Map.of(
                                                        "OnFailure",
                                                        Map.of(
                                                                "Type",
                                                                "SQS",
                                                                "Destination",
                                                                "!GetAtt GivenUpQueue.Arn"))))));
    }

    @Test
    void the_projector_function_states_its_timeout() {
        assertThat((Integer) at("Resources/ProjectorFunction/Properties/Timeout"))
                .isBetween(1, LAMBDA_TIMEOUT);
    }

    @Test
    void the_queue_of_commits_that_were_not_projected_is_encrypted_and_keeps_them_for_14_days() {
        assertThat(map("Resources/GivenUpQueue/Properties"))
                .containsEntry("MessageRetentionPeriod", (int) Duration.ofDays(14).toSeconds())
                .containsEntry("SqsManagedSseEnabled", true);
    }

    @Test
    void an_alarm_reports_projections_that_are_five_minutes_behind() {
        assertThat(map("Resources/ProjectionsBehindAlarm/Properties"))
                .containsEntry("Namespace", "AWS/Lambda")
                .containsEntry("MetricName", "IteratorAge")
                .containsEntry(
                        "Dimensions",
                        List.of(Map.of("Name", "FunctionName", "Value", "!Ref ProjectorFunction")))
                .containsEntry("Threshold", (int) Duration.ofMinutes(5).toMillis())
                .containsEntry("ComparisonOperator", "GreaterThanThreshold");
    }

    @Test
    void an_alarm_reports_commits_that_were_not_projected() {
        assertThat(map("Resources/CommitsGivenUpAlarm/Properties"))
                .containsEntry("Namespace", "AWS/SQS")
                .containsEntry("MetricName", "ApproximateNumberOfMessagesVisible")
                .containsEntry(
                        "Dimensions",
                        List.of(
                                Map.of(
                                        "Name",
                                        "QueueName",
                                        "Value",
                                        "!GetAtt GivenUpQueue.QueueName")))
                .containsEntry("Threshold", 0)
                .containsEntry("ComparisonOperator", "GreaterThanThreshold");
    }

    @Test
    void every_alarm_goes_to_the_topic_if_there_is_one() {
        assertThat(at("Parameters/AlarmTopicArn/Default")).isEqualTo("");
        for (String alarm : alarms()) {
            for (String actions : List.of("AlarmActions", "OKActions")) {
                assertThat(at("Resources/" + alarm + "/Properties/" + actions))
                        .as("%s of %s", actions, alarm)
                        .isEqualTo("!If [HasAlarmTopic, [!Ref AlarmTopicArn], !Ref AWS::NoValue]");
            }
        }
    }

    @Test
    void the_operations_page_says_of_every_alarm_what_to_do() throws IOException {
        String page = Files.readString(Path.of("docs", "operations.md"));

        assertThat(alarms()).hasSizeGreaterThan(10);
        for (String alarm : alarms()) {
            assertThat(page).contains("| `" + alarm + "` |");
        }
    }

    @Test
    void the_operations_page_names_every_parameter() throws IOException {
        String page = Files.readString(Path.of("docs", "operations.md"));

        for (String parameter : map("Parameters").keySet()) {
            assertThat(page).contains("| `" + parameter + "` |");
        }
    }

    private static List<String> alarms() {
        return map("Resources").keySet().stream()
                .filter(name -> at("Resources/" + name + "/Type").equals("AWS::CloudWatch::Alarm"))
                .toList();
    }

    @Test
    void the_orders_function_times_out_before_the_api_gateway_does() {
        Object timeout =
                map("Resources/OrdersFunction/Properties")
                        .getOrDefault("Timeout", at("Globals/Function/Timeout"));

        assertThat((Integer) timeout).isBetween(1, API_GATEWAY_TIMEOUT - 1);
    }

    /** The statements of a function's role. The function has no other permissions. */
    private static List<Object> granted(String function) {
        assertThat(at("Resources/" + function + "Function/Properties/Role"))
                .isEqualTo("!GetAtt " + function + "Role.Arn");
        assertThat(map("Resources/" + function + "Function/Properties"))
                .doesNotContainKey("Policies");
        assertThat(map("Resources/" + function + "Role/Properties"))
                .doesNotContainKey("ManagedPolicyArns");
        return list("Resources/" + function + "Role/Properties/Policies").stream()
                // The others, of traces and of a key of one's own, are there on a condition.
                .filter(policy -> policy instanceof Map)
                .flatMap(policy -> ((List<?>) at(policy, "PolicyDocument/Statement")).stream())
                .map(statement -> (Object) statement)
                .toList();
    }

    private static Map<String, Object> allow(String resource, String... actions) {
        Object action = actions.length == 1 ? actions[0] : List.of(actions);
        return Map.of("Effect", "Allow", "Action", action, "Resource", resource);
    }

    private static Map<String, Object> index(String name, String... attributes) {
        return Map.of(
                "IndexName",
                name,
                "KeySchema",
                keys(attributes),
                "Projection",
                Map.of("ProjectionType", "KEYS_ONLY"));
    }

    /** Of one attribute or two. */
    private static List<Map<String, String>> keys(String... attributes) {
        return IntStream.range(0, attributes.length)
                .mapToObj(i ->
                        Map.of(
                                "AttributeName",
                                attributes[i],
                                "KeyType",
                                i == 0 ? "HASH" : "RANGE"))
                .toList();
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
                            Object argument =
                                    node instanceof SequenceNode sequence
                                            ? constructSequence(sequence)
                                            : constructScalar((ScalarNode) node);
                            return node.getTag().getValue() + " " + argument;
                        }
                    });
        }
    }
}
