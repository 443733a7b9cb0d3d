package dev.reprise.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;

class TemplateTablesTest {

    private static final String TABLE =
            """
            Parameters:
              Prefix: { Type: String, Default: reprise }
              Untold: { Type: String }
            Resources:
              Other: { Type: "AWS::SQS::Queue", Properties: { QueueName: !GetAtt Any.Thing } }
              Table:
                Type: AWS::DynamoDB::Table
                Properties:
            """;

    @Test
    void a_name_is_put_together_from_parameters() {
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
    void an_index_is_made_with_its_projection() {
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
    void what_only_protects_a_table_is_left_out() {
        assertThat(
                        table(
                                "{ TableName: t, DeletionProtectionEnabled: true, SSESpecification:"
                                        + " { SSEEnabled: true } }"))
                .isEqualTo(CreateTableRequest.builder().tableName("t").build());
    }

    @Test
    void an_unknown_property_is_an_error_that_names_it() {
        assertThatThrownBy(() -> table("{ TableName: t, LocalSecondaryIndexes: [] }"))
                .isInstanceOf(TemplateException.class)
                .hasMessageStartingWith(
                        "Table.LocalSecondaryIndexes is not known to the development run");
        assertThatThrownBy(() -> table("{ TableName: t, KeySchema: [{ AttributeNam: a }] }"))
                .isInstanceOf(TemplateException.class)
                .hasMessageStartingWith("Table.KeySchema[0].AttributeNam is not known");
    }

    @Test
    void an_unknown_function_is_an_error_that_names_it() {
        assertThatThrownBy(() -> table("TableName: !Join ['-', [a, b]]"))
                .isInstanceOf(TemplateException.class)
                .hasMessage(
                        "test.yaml: Table.TableName: the development run does not understand"
                                + " Fn::Join");
    }

    @Test
    void a_parameter_without_a_default_is_an_error_that_names_it() {
        assertThatThrownBy(() -> table("TableName: !Sub '${Untold}-events'"))
                .isInstanceOf(TemplateException.class)
                .hasMessage("test.yaml: Table.TableName: Untold is not a parameter with a default");
    }

    @Test
    void a_table_needs_a_name() {
        assertThatThrownBy(() -> table("BillingMode: PAY_PER_REQUEST"))
                .isInstanceOf(TemplateException.class)
                .hasMessage("Table has no TableName");
    }

    @Test
    void what_is_not_a_template_is_said() {
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
        var template = new StringReader(TABLE + properties.indent(6));
        return TemplateTables.of(CloudFormationTemplate.read("test.yaml", template, parameters));
    }
}
