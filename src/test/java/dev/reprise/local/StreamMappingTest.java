package dev.reprise.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StreamMappingTest {

    private static final String TABLES =
            """
            Resources:
              EventsTable: { Type: "AWS::DynamoDB::Table", Properties: { TableName: events } }
              OtherTable: { Type: "AWS::DynamoDB::Table", Properties: { TableName: other } }
            """;
    private static final String PROJECTOR = "dev.reprise.lambda.ProjectorHandler::handle";
    private static final String EVENTS = "!GetAtt EventsTable.StreamArn";

    @Test
    void the_templates_mapping_is_understood() {
        StreamMapping mapping =
                StreamMapping.of(CloudFormationTemplate.read(Path.of("template.yaml"), Map.of()));

        assertThat(mapping.batchSize()).isEqualTo(100);
        assertThat(mapping.handsOn(Map.of("eventName", "INSERT"))).isTrue();
        assertThat(mapping.handsOn(Map.of("eventName", "MODIFY"))).isTrue();
        assertThat(mapping.handsOn(Map.of("eventName", "REMOVE"))).isTrue();
        assertThat(mapping.retries())
                .isEqualTo(
                        new RetryRules(
                                true,
                                true,
                                -1,
                                Optional.of(Duration.ofHours(12)),
                                StandInArns.of("AWS::SQS::Queue", "GivenUpQueue")));
    }

    @Test
    void the_stream_may_be_named_in_long_form_or_by_its_parts() {
        for (String stream :
                new String[] {
                    "{ 'Fn::GetAtt': [EventsTable, StreamArn] }",
                    "{ 'Fn::GetAtt': EventsTable.StreamArn }",
                    "!Sub '${EventsTable.StreamArn}'"
                }) {
            assertThat(mapping(function("F", "any", stream, 7)).batchSize()).isEqualTo(7);
        }
    }

    @Test
    void a_function_of_another_stream_is_no_candidate() {
        StreamMapping mapping =
                mapping(
                        function("Other", PROJECTOR, "!GetAtt OtherTable.StreamArn", 1)
                                + function("Imported", PROJECTOR, "!ImportValue stream", 2)
                                + function("F", "any", EVENTS, 7));

        assertThat(mapping.batchSize()).isEqualTo(7);
    }

    @Test
    void of_two_functions_of_the_stream_the_projectors_is_taken() {
        StreamMapping mapping =
                mapping(
                        function("Second", "any", EVENTS, 1)
                                + function("Projector", PROJECTOR, EVENTS, 7));

        assertThat(mapping.batchSize()).isEqualTo(7);
    }

    @Test
    void a_mapping_that_is_not_there_is_an_error_that_says_what_to_write() {
        assertThatThrownBy(
                        () -> mapping(function("F", PROJECTOR, "!GetAtt OtherTable.StreamArn", 1)))
                .isInstanceOf(TemplateException.class)
                .hasMessage(
                        "test.yaml has 0 events of type DynamoDB for the stream of the events table"
                                + " events. Have one, in the function with the handler"
                                + " dev.reprise.lambda.ProjectorHandler::handle, such as Stream:"
                                + " !GetAtt EventsTable.StreamArn.");
    }

    @Test
    void an_events_table_that_no_function_names_is_an_error_that_says_what_to_write() {
        assertThatThrownBy(() -> mapping(""))
                .isInstanceOf(TemplateException.class)
                .hasMessage(
                        "test.yaml: no function has the environment variable REPRISE_EVENTS_TABLE."
                                + " Set it to the table of the events, such as !Ref EventsTable.");
    }

    @Test
    void functions_that_name_different_events_tables_are_an_error() {
        assertThatThrownBy(() ->
                        mapping(
                                function("F", PROJECTOR, EVENTS, 1)
                                        + function("G", "any", EVENTS, 1)
                                                .replace("!Ref EventsTable", "!Ref OtherTable")))
                .isInstanceOf(TemplateException.class)
                .hasMessage(
                        "test.yaml: the functions have different values of REPRISE_EVENTS_TABLE:"
                                + " [events, other]. Give all functions one value.");
    }

    @Test
    void a_filter_that_is_not_understood_is_an_error_that_names_its_place() {
        assertThatThrownBy(() ->
                        mapping(
                                function("F", PROJECTOR, EVENTS, 1)
                                        .replace(
                                                "BatchSize: 1",
                                                "FilterCriteria: { Filters: [{ Pattern: INSERT }]"
                                                        + " }")))
                .isInstanceOf(TemplateException.class)
                .hasMessage(
                        "test.yaml: F.Events.FromStream.Properties.FilterCriteria.Filters[0].Pattern"
                                + " is not a JSON object: INSERT");
    }

    private static String function(String id, String handler, String stream, int batchSize) {
        return """
        %s:
          Type: AWS::Serverless::Function
          Properties:
            Handler: %s
            Environment: { Variables: { REPRISE_EVENTS_TABLE: !Ref EventsTable } }
            Events:
              FromQueue: { Type: SQS, Properties: { Queue: !GetAtt Any.Arn } }
              FromStream: { Type: DynamoDB, Properties: { Stream: %s, BatchSize: %d } }
        """
                .formatted(id, handler, stream, batchSize)
                .indent(2);
    }

    private static StreamMapping mapping(String functions) {
        String template = TABLES + functions;
        return StreamMapping.of(
                CloudFormationTemplate.read("test.yaml", new StringReader(template), Map.of()));
    }
}
