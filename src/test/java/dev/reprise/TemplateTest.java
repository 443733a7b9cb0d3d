package dev.reprise;

import static dev.reprise.TemplateFile.at;
import static dev.reprise.TemplateFile.list;
import static dev.reprise.TemplateFile.map;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import dev.reprise.lambda.JobsHandler;
import dev.reprise.serialization.EventFormat;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables and functions of {@code template.yaml}. */
class TemplateTest {

    /** The longest timeout of a Lambda function, in seconds. */
    private static final int LAMBDA_TIMEOUT = 900;

    @Test
    void the_jobs_function_is_called_each_minute_and_may_work_for_a_quarter_of_an_hour() {
        assertThat(at("Resources/JobsFunction/Properties/Events/EachMinute/Properties/Schedule"))
                .isEqualTo("rate(1 minute)");
        assertThat(at("Resources/JobsFunction/Properties/Timeout")).isEqualTo(900);
        assertThat(at("Resources/JobsFunction/Properties/Handler"))
                .isEqualTo(JobsHandler.class.getName() + "::handle");
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
        assertThat(TemplateFile.template().get("Transform"))
                .isEqualTo(List.of("AWS::LanguageExtensions", "AWS::Serverless-2016-10-31"));
        assertThat(at("Globals/Function/AutoPublishAlias")).isEqualTo("live");
        assertThat(at("Globals/Function/AutoPublishAliasAllProperties")).isEqualTo(true);
    }

    @Test
    void all_functions_are_one_package_with_all_tables_and_one_has_the_settings_of_the_api() {
        for (String function :
                List.of("OrdersFunction", "ProjectorFunction", "FeedFunction", "JobsFunction")) {
            assertThat(map("Resources/" + function + "/Properties")).doesNotContainKey("CodeUri");
        }
        Map<String, String> tables =
                Map.of(
                        "REPRISE_EVENTS_TABLE", "!Ref EventsTable",
                        "REPRISE_KEYS_TABLE", "!Ref KeysTable",
                        "REPRISE_PERSONAL_DATA_KMS_KEY", "!GetAtt PersonalDataKey.Arn",
                        "REPRISE_PROJECTIONS_JOBS", "scheduled",
                        "REPRISE_VIEWS_TABLE", "!Ref ViewsTable");
        assertThat(map("Resources/ProjectorFunction/Properties/Environment/Variables"))
                .containsAllEntriesOf(tables)
                .containsEntry("REPRISE_PROJECTIONS_REBUILD", "!Ref ReadModelRebuild")
                .hasSize(tables.size() + 1);
        assertThat(map("Resources/FeedFunction/Properties/Environment/Variables"))
                .containsAllEntriesOf(tables)
                .containsEntry("REPRISE_FEED_TABLE", "!Ref FeedTable")
                .hasSize(tables.size() + 1);
        String feed = "!If [HasFeed, !Ref FeedTable, !Ref AWS::NoValue]";
        assertThat(map("Resources/JobsFunction/Properties/Environment/Variables"))
                .containsAllEntriesOf(tables)
                .containsEntry("REPRISE_FEED_TABLE", feed)
                .containsEntry("REPRISE_EVENTS_FORMAT", "!Ref EventsFormat")
                .containsEntry("REPRISE_PERSONAL_DATA", "!Ref PersonalData")
                .hasSize(tables.size() + 3);
        assertThat(map("Globals/Function/Environment/Variables"))
                .containsEntry("REPRISE_METRICS", "log")
                .containsEntry("REPRISE_STACK", "!Ref AWS::StackName");
        Map<String, String> withSettings = new HashMap<>(tables);
        withSettings.put("REPRISE_FEED_TABLE", feed);
        withSettings.put("REPRISE_AUTHORIZATION", "!Ref Authorization");
        withSettings.put("REPRISE_AUTHORIZATION_CUSTOMER_CLAIM", "!Ref CustomerClaim");
        withSettings.put("REPRISE_TENANT_CLAIM", "!Ref TenantClaim");
        withSettings.put("REPRISE_LIMITS_CALLS_PER_MINUTE", "!Ref CallsPerMinute");
        withSettings.put("REPRISE_EVENTS_FORMAT", "!Ref EventsFormat");
        withSettings.put("REPRISE_EXPLORER", "!Ref Explorer");
        withSettings.put("REPRISE_PERSONAL_DATA", "!Ref PersonalData");
        withSettings.put("REPRISE_BASE_PATH", "!Ref BasePath");
        withSettings.put(
                "REPRISE_PUBLISHER_TO", "!If [HasEventBus, !Ref EventBus, !Ref AWS::NoValue]");
        withSettings.put("REPRISE_CORS_ORIGINS", "!Ref CorsOrigins");
        withSettings.put(
                "REPRISE_DASHBOARD",
                "!Sub https://${AWS::Region}.console.aws.amazon.com/cloudwatch/home?region=${AWS::Region}#dashboards/dashboard/${AWS::StackName}-${AWS::Region}");
        assertThat(at("Resources/OrdersFunction/Properties/Environment/Variables"))
                .isEqualTo(withSettings);
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

        assertThat(
                        type.getMethod(
                                        handler[1],
                                        InputStream.class,
                                        OutputStream.class,
                                        Context.class)
                                .getReturnType())
                .isEqualTo(void.class);
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
}
