package dev.reprise.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;

/** Changes that a team makes to {@code template.yaml} do not stop the development run. */
class EditedTemplateTest {

    private static final String VIEWS_TABLE = "  ViewsTable:\n";

    /** A property of each table. */
    private static final String TABLE_CLASS = "      TableClass: !Ref TableClass\n";

    private static final String BATCH_SIZE = "            BatchSize: 100\n";

    @TempDir Path folder;

    @Test
    void the_template_as_it_is_names_the_tables_of_the_application() throws IOException {
        DevelopmentTemplate template = read(original());

        assertThat(template.tableNames())
                .isEqualTo(
                        Map.of(
                                "reprise.events-table", "reprise-events",
                                "reprise.views-table", "reprise-views",
                                "reprise.keys-table", "reprise-keys",
                                "reprise.feed-table", "reprise-feed"));
        assertThat(template.mapping().batchSize()).isEqualTo(100);
        assertThat(template.mapping().handsOn(record("MODIFY", "order-1"))).isTrue();
    }

    @Test
    void items_that_expire() throws IOException {
        assertViewsAreTheSame(
                replace(
                        TABLE_CLASS,
                        TABLE_CLASS
                                + "      TimeToLiveSpecification:\n"
                                + "        AttributeName: expiresAt\n"
                                + "        Enabled: true\n"));
    }

    @Test
    void a_table_class() throws IOException {
        assertViewsAreTheSame(
                replace(TABLE_CLASS, "      TableClass: STANDARD_INFREQUENT_ACCESS\n"));
    }

    @Test
    void tags_keys_and_policies_with_functions_that_have_no_value_on_a_laptop() throws IOException {
        assertViewsAreTheSame(
                replace(
                                TABLE_CLASS,
                                TABLE_CLASS
                                        + """
                                        Tags: [{ Key: owner, Value: !ImportValue x }]
                                        KinesisStreamSpecification: { StreamArn: !GetAtt Any.Arn }
                                        ResourcePolicy: !Transform { Name: x }
                                        """
                                                .indent(6))
                        .replace(
                                "KMSMasterKeyId: !If [HasKmsKey, !Ref KmsKeyArn, !Ref AWS::NoValue]",
                                "KMSMasterKeyId: !GetAtt TableKey.Arn"));
    }

    @Test
    void a_billing_mode_that_a_condition_chooses() throws IOException {
        String edited =
                replace(
                                "      BillingMode: PAY_PER_REQUEST\n",
                                """
                                BillingMode: !If [Provisioned, PROVISIONED, PAY_PER_REQUEST]
                                ProvisionedThroughput: !If
                                  - Provisioned
                                  - { ReadCapacityUnits: 5, WriteCapacityUnits: !Ref Writes }
                                  - !Ref AWS::NoValue
                                """
                                        .indent(6))
                        .replace(
                                "        - IndexName: ",
                                "        - ProvisionedThroughput: !If [Provisioned, {"
                                        + " ReadCapacityUnits: 1, WriteCapacityUnits: 1 }, !Ref"
                                        + " 'AWS::NoValue']\n"
                                        + "          IndexName: ")
                        .replace(
                                "\nRules:\n",
                                """
                                  Billing: { Type: String, Default: by-request }
                                  Writes: { Type: Number, Default: 6 }

                                Rules:
                                """)
                        .replace(
                                "\nConditions:\n",
                                """

                                Conditions:
                                  Provisioned: !Equals [!Ref Billing, provisioned]
                                """);

        CreateTableRequest byRequest = views(read(edited));
        CreateTableRequest provisioned =
                views(read(edited.replace("Default: by-request", "Default: provisioned")));

        assertThat(byRequest).isEqualTo(views(read(original())));
        assertThat(provisioned.billingMode()).isEqualTo(BillingMode.PROVISIONED);
        assertThat(provisioned.provisionedThroughput().writeCapacityUnits()).isEqualTo(6);
        try (DynamoDbClient dynamoDb = DynamoDbLocal.client()) {
            String name = "test-provisioned-" + folder.getFileName();
            TemplateTables.createMissing(
                    dynamoDb, List.of(provisioned.toBuilder().tableName(name).build()));
            assertThat(
                            dynamoDb.describeTable(table -> table.tableName(name))
                                    .table()
                                    .provisionedThroughput()
                                    .readCapacityUnits())
                    .isEqualTo(5);
        }
    }

    @Test
    void tables_that_have_a_name() throws IOException {
        String named = "      TableName: !Sub ${AWS::StackName}-orders-<name>\n";
        DevelopmentTemplate template =
                read(
                        replace(TABLE_CLASS, named)
                                .replaceFirst("<name>", "events")
                                .replaceFirst("<name>", "views")
                                .replace(named, TABLE_CLASS));

        assertThat(template.tableNames())
                .isEqualTo(
                        Map.of(
                                "reprise.events-table", "reprise-orders-events",
                                "reprise.views-table", "reprise-orders-views",
                                "reprise.keys-table", "reprise-keys",
                                "reprise.feed-table", "reprise-feed"));
        assertThat(template.tables())
                .extracting(CreateTableRequest::tableName)
                .containsExactly(
                        "reprise-orders-events",
                        "reprise-orders-views",
                        "reprise-keys",
                        "reprise-feed");
    }

    @Test
    void another_name_of_the_streams_event_and_of_the_function() throws IOException {
        DevelopmentTemplate template =
                read(
                        replace("        Commits:\n", "        NewCommits:\n")
                                .replaceAll("\\bProjectorFunction\\b", "ViewsFunction"));

        assertThat(template.mapping().batchSize()).isEqualTo(100);
        assertThat(template.mapping().handsOn(record("MODIFY", "order-1"))).isTrue();
    }

    @Test
    void another_name_of_the_events_table() throws IOException {
        DevelopmentTemplate template =
                read(original().replaceAll("\\bEventsTable\\b", "CommitsTable"));

        assertThat(template.tableNames()).containsEntry("reprise.events-table", "reprise-commits");
        assertThat(template.mapping().handsOn(record("MODIFY", "order-1"))).isTrue();
    }

    @Test
    void two_filters_one_of_them_of_a_commits_fields() throws IOException {
        StreamMapping mapping =
                read(replace(
                                BATCH_SIZE,
                                BATCH_SIZE
                                        + "            FilterCriteria:\n"
                                        + "              Filters:\n"
                                        + "                - Pattern: '{\"eventName\":[\"REMOVE\"]}'\n"
                                        + "                - Pattern:"
                                        + " '{\"dynamodb\":{\"Keys\":{\"stream\":{\"S\":[{\"prefix\":\"order-\"}]}}}}'\n"))
                        .mapping();

        assertThat(mapping.handsOn(record("REMOVE", "customer-1"))).isTrue();
        assertThat(mapping.handsOn(record("INSERT", "order-1"))).isTrue();
        assertThat(mapping.handsOn(record("INSERT", "customer-1"))).isFalse();
    }

    @Test
    void no_batch_size() throws IOException {
        StreamMapping mapping = read(replace(BATCH_SIZE, "")).mapping();

        assertThat(mapping.batchSize()).isEqualTo(100);
    }

    @Test
    void properties_of_the_mapping_that_the_pump_does_not_imitate() throws IOException {
        StreamMapping mapping =
                read(replace(
                                BATCH_SIZE,
                                """
                                BatchSize: 7
                                ParallelizationFactor: !ImportValue x
                                Enabled: true
                                MaximumBatchingWindowInSeconds: 5
                                """
                                        .indent(12)))
                        .mapping();

        assertThat(mapping.batchSize()).isEqualTo(7);
    }

    @Test
    void a_table_that_a_condition_leaves_out() throws IOException {
        assertThat(
                        read(replace(
                                        VIEWS_TABLE,
                                        "  AuditTable:\n"
                                                + "    Type: AWS::DynamoDB::Table\n"
                                                + "    Condition: HasAlarmTopic\n"
                                                + "    Properties: { TableName: !ImportValue x }\n"
                                                + VIEWS_TABLE))
                                .tables())
                .isEqualTo(read(original()).tables());
    }

    private void assertViewsAreTheSame(String edited) throws IOException {
        assertThat(edited).isNotEqualTo(original());
        assertThat(views(read(edited))).isEqualTo(views(read(original())));
    }

    private static Map<String, Object> record(String eventName, String stream) {
        return Map.of(
                "eventName",
                eventName,
                "dynamodb",
                Map.of("Keys", Map.of("stream", Map.of("S", stream))));
    }

    private static CreateTableRequest views(DevelopmentTemplate template) {
        return template.tables().getLast();
    }

    private DevelopmentTemplate read(String text) throws IOException {
        return DevelopmentTemplate.read(Files.writeString(folder.resolve("template.yaml"), text));
    }

    private static String original() throws IOException {
        return Files.readString(Path.of("template.yaml"));
    }

    private static String replace(String text, String replacement) throws IOException {
        String original = original();
        assertThat(original).contains(text);
        return original.replace(text, replacement);
    }
}
