package dev.reprise.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.LocalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughput;

class TemplateTablesTest {

    private static final String TABLE =
            """
            Parameters:
              Prefix: { Type: String, Default: reprise }
              Missing: { Type: String }
              Stage: { Type: String, Default: test }
              Number: { Type: Number, Default: 2 }
              Names: { Type: CommaDelimitedList, Default: "one, two" }
            Mappings:
              Stages: { test: { name: test-table }, us-east-1: { name: region-table } }
            Conditions:
              IsTest: !Equals [!Ref Stage, test]
              IsTwo: !Equals ["2", !Ref Number]
              IsProduction: { "Fn::Equals": [{ Ref: Stage }, production] }
              IsNotTest: !Not [Condition: IsTest]
              IsTestOrProduction: !Or [!Condition IsProduction, { Condition: IsTest }]
              IsTestAndProduction: !And [!Condition IsProduction, !Condition IsTest]
              Strange: !ImportValue x
            Resources:
              Other: { Type: "AWS::SQS::Queue", Properties: { QueueName: !GetAtt Any.Thing } }
              LeftOut: { Type: "AWS::SQS::Queue", Condition: IsProduction }
              Table:
                Type: AWS::DynamoDB::Table
                Properties:
            """;
    private static final String OTHER_TABLE =
            """
              Named:
                Type: AWS::DynamoDB::Table
                Properties: { TableName: other-table }
            """;

    @Test
    void a_name_is_made_of_parameters() {
        assertThat(table("TableName: !Sub '${Prefix}-events'").tableName())
                .isEqualTo("reprise-events");
        assertThat(table("TableName: { 'Fn::Sub': '${Prefix}-${!literal}' }").tableName())
                .isEqualTo("reprise-${literal}");
        assertThat(table("TableName: !Ref Prefix").tableName()).isEqualTo("reprise");
    }

    @Test
    void a_given_parameter_takes_precedence_over_its_default() {
        assertThat(
                        tables("TableName: !Ref Prefix", Map.of("Prefix", "mine"))
                                .getFirst()
                                .tableName())
                .isEqualTo("mine");
    }

    @Test
    void an_index_is_created_with_its_projection() {
        var table =
                table(
                        """
                        TableName: t
                        AttributeDefinitions: [{ AttributeName: a, AttributeType: S }]
                        KeySchema: [{ AttributeName: a, KeyType: HASH }]
                        GlobalSecondaryIndexes:
                          - IndexName: by-a
                            KeySchema: [{ AttributeName: a, KeyType: HASH }]
                            Projection: { ProjectionType: INCLUDE, NonKeyAttributes: [b, c] }
                        """);

        var index = table.globalSecondaryIndexes().getFirst();
        assertThat(index.indexName()).isEqualTo("by-a");
        assertThat(index.projection().projectionType()).isEqualTo(ProjectionType.INCLUDE);
        assertThat(index.projection().nonKeyAttributes()).containsExactly("b", "c");
    }

    @Test
    void properties_that_only_protect_a_table_are_left_out() {
        assertThat(
                        table(
                                "{ TableName: t, DeletionProtectionEnabled: true, SSESpecification:"
                                        + " { SSEEnabled: true } }"))
                .isEqualTo(CreateTableRequest.builder().tableName("t").build());
    }

    @Test
    void a_property_that_changes_nothing_of_how_a_table_answers_is_left_out() {
        assertThat(
                        table(
                                "{ TableName: t, OnDemandThroughput: { MaxReadRequestUnits: 9 },"
                                        + " Anything: !ImportValue x }"))
                .isEqualTo(CreateTableRequest.builder().tableName("t").build());
    }

    @Test
    void an_unknown_property_of_a_key_is_an_error_that_names_it() {
        assertThatThrownBy(() -> table("{ TableName: t, KeySchema: [{ AttributeNam: a }] }"))
                .isInstanceOf(TemplateException.class)
                .hasMessage(
                        "test.yaml: Table.KeySchema[0] has AttributeNam, which the development run"
                                + " does not know. Correct the name, or add it to TemplateTables.");
    }

    @Test
    void a_missing_property_of_an_index_is_an_error_that_names_it() {
        assertThatThrownBy(
                        () -> table("{ TableName: t, GlobalSecondaryIndexes: [{ IndexName: i }] }"))
                .isInstanceOf(TemplateException.class)
                .hasMessage("test.yaml: Table.GlobalSecondaryIndexes[0] has no KeySchema. Add it.");
    }

    @Test
    void local_indexes_and_throughput_are_taken() {
        var table =
                table(
                        """
                        TableName: t
                        KeySchema: [{ AttributeName: a, KeyType: HASH }]
                        BillingMode: PROVISIONED
                        ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: "2" }
                        LocalSecondaryIndexes:
                          - IndexName: by-b
                            KeySchema: [{ AttributeName: a, KeyType: HASH }]
                            Projection: { ProjectionType: ALL }
                        GlobalSecondaryIndexes:
                          - IndexName: by-c
                            KeySchema: [{ AttributeName: c, KeyType: HASH }]
                            Projection: { ProjectionType: ALL }
                            ContributorInsightsSpecification: { Enabled: true }
                            ProvisionedThroughput: { ReadCapacityUnits: 3, WriteCapacityUnits: 4 }
                        """);

        assertThat(table.provisionedThroughput().writeCapacityUnits()).isEqualTo(2);
        assertThat(table.localSecondaryIndexes())
                .extracting(LocalSecondaryIndex::indexName)
                .containsExactly("by-b");
        assertThat(table.globalSecondaryIndexes().getFirst().provisionedThroughput())
                .isEqualTo(
                        ProvisionedThroughput.builder()
                                .readCapacityUnits(3L)
                                .writeCapacityUnits(4L)
                                .build());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "!Join ['-', [!Ref Prefix, b]]                            | reprise-b",
                "{ 'Fn::Join': ['', [a, !Ref 'AWS::NoValue', b]] }        | ab",
                "!Select [1, !Split ['-', a-b-c]]                         | b",
                "!Select [1, !Ref Names]                                  | two",
                "!FindInMap [Stages, !Ref Stage, name]                    | test-table",
                "!FindInMap [Stages, !Ref 'AWS::Region', name]            | region-table",
                "!If [IsTest, a, b]                                       | a",
                "!If [IsProduction, a, !If [IsTestOrProduction, b, c]]    | b",
                "!If [IsTestAndProduction, a, !If [IsNotTest, b, c]]      | c",
                "!If [IsTwo, a, b]                                        | a",
                "!Sub ['${x}-${Prefix}', { x: !Ref Stage }]               | test-reprise",
                "!Sub '${AWS::StackName}-${AWS::Region}'                  | reprise-us-east-1",
                "!Sub '${AWS::Partition}.${AWS::URLSuffix}'               | aws.amazonaws.com",
                "!Ref AWS::AccountId                                      | 000000000000",
                "!Ref Named                                               | other-table",
                "!Sub '${Named}-${Other}'                                 | other-table-Other",
                "!Select [1, !Split ['/', !GetAtt Named.Arn]]             | other-table",
                "!Select [1, !Split ['/', !Sub '${Named.StreamArn}']]     | other-table",
                "!Select [1, !Split ['/', { 'Fn::GetAtt': [Named, Arn] }]]| other-table",
            })
    void a_name_may_use_the_usual_functions(String function, String name) {
        assertThat(table("TableName: " + function).tableName()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "!ImportValue x          | needs Fn::ImportValue, which has no value in the"
                        + " development run. Use a parameter with a default.",
                "!Ref Nowhere            | needs Nowhere, which is neither a parameter nor a"
                        + " resource",
                "!GetAtt Other.QueueUrl  | needs the attribute Other.QueueUrl, which has no value in the"
                        + " development run.",
                "!Ref LeftOut            | needs LeftOut, which is not created: its condition is"
                        + " false",
                "!If [Nowhere, a, b]     | needs the condition Nowhere, which is not declared",
                "!If [IsTest, a]         | gives Fn::If other than 3 arguments",
                "!Select [2, [a, b]]     | selects entry 2 of 2 entries",
                "!FindInMap [Stages, a, name] | finds no a in the Mappings",
                "[a]                     | is not a text, a number or a boolean",
            })
    void a_function_without_a_value_is_an_error_that_names_it(String function, String problem) {
        assertThatThrownBy(() -> table("TableName: " + function))
                .isInstanceOf(TemplateException.class)
                .hasMessage("test.yaml: Table.TableName " + problem);
    }

    @Test
    void a_condition_that_is_not_understood_is_an_error_that_names_it() {
        assertThatThrownBy(() -> table("TableName: !If [Strange, a, b]"))
                .isInstanceOf(TemplateException.class)
                .hasMessage(
                        "test.yaml: Conditions.Strange is not a condition that the development run"
                                + " knows: use Equals, And, Or, Not or Condition");
    }

    @Test
    void a_parameter_without_a_default_is_an_error_that_names_it() {
        assertThatThrownBy(() -> table("TableName: !Sub '${Missing}-events'"))
                .isInstanceOf(TemplateException.class)
                .hasMessage(
                        "test.yaml: Table.TableName needs the parameter Missing, which has no"
                                + " default. Give it one.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"BillingMode: PAY_PER_REQUEST", "TableName: !Ref AWS::NoValue"})
    void a_table_without_a_name_has_that_of_the_stack_and_its_own(String properties) {
        assertThat(table(properties).tableName()).isEqualTo("reprise-table");
    }

    @Test
    void a_file_that_is_not_a_template_is_an_error() {
        assertThatThrownBy(() ->
                        CloudFormationTemplate.read("x.yaml", new StringReader("a: ["), Map.of()))
                .isInstanceOf(TemplateException.class)
                .hasMessageStartingWith("x.yaml is not YAML");
        assertThatThrownBy(() ->
                        CloudFormationTemplate.read("x.yaml", new StringReader("a: b"), Map.of()))
                .isInstanceOf(TemplateException.class)
                .hasMessage("x.yaml has no Resources");
        assertThatThrownBy(() -> CloudFormationTemplate.read(Path.of("none.yaml"), Map.of()))
                .isInstanceOf(TemplateException.class)
                .hasMessageStartingWith("none.yaml cannot be read");
    }

    private static CreateTableRequest table(String properties) {
        return tables(properties, Map.of()).getFirst();
    }

    private static List<CreateTableRequest> tables(
            String properties, Map<String, String> parameters) {
        var template = new StringReader(TABLE + properties.indent(6) + OTHER_TABLE);
        return TemplateTables.of(CloudFormationTemplate.read("test.yaml", template, parameters));
    }
}
