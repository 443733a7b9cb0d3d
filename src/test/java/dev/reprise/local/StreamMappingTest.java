package dev.reprise.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StreamMappingTest {

    @Test
    void the_templates_mapping_is_understood() {
        var template = CloudFormationTemplate.read(Path.of("template.yaml"), Map.of());

        assertThat(StreamMapping.of(template)).isEqualTo(new StreamMapping(100, Set.of("INSERT")));
    }

    @Test
    void another_filter_is_an_error_that_shows_it() {
        assertThatThrownBy(() -> mapping("{\"dynamodb\":{}}"))
                .isInstanceOf(TemplateException.class)
                .hasMessage(
                        "the development run understands a filter of eventName alone, not"
                                + " {\"dynamodb\":{}}");
        assertThatThrownBy(() -> mapping("INSERT")).isInstanceOf(TemplateException.class);
    }

    @Test
    void a_mapping_that_is_not_there_is_an_error_that_names_the_place() {
        var template =
                CloudFormationTemplate.read(
                        "test.yaml",
                        new StringReader("Resources: { ProjectorFunction: { Properties: {} } }"),
                        Map.of());

        assertThatThrownBy(() -> StreamMapping.of(template))
                .isInstanceOf(TemplateException.class)
                .hasMessage("test.yaml has no ProjectorFunction.Properties.Events");
    }

    private static StreamMapping mapping(String pattern) {
        String template =
                """
                Resources:
                  ProjectorFunction:
                    Properties:
                      Events:
                        Commits:
                          Properties:
                            Stream: !GetAtt EventsTable.StreamArn
                            BatchSize: 10
                            FilterCriteria: { Filters: [{ Pattern: '%s' }] }
                """
                        .formatted(pattern);
        return StreamMapping.of(
                CloudFormationTemplate.read("test.yaml", new StringReader(template), Map.of()));
    }
}
