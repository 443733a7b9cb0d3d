package dev.reprise.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The template that LocalStack deploys. */
class LocalStackTemplateTest {

    private static LocalStackTemplate template(boolean hasHttpApis) {
        return LocalStackTemplate.of(Path.of("template.yaml"), "code", "f.zip", hasHttpApis);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nothing_in_it_names_what_is_left_out(boolean hasHttpApis) {
        LocalStackTemplate template = template(hasHttpApis);

        assertThat(template.leftOut()).contains("ParkedStreamsAlarm", "Dashboard");
        assertThat(template.leftOut().contains("HttpApi")).isNotEqualTo(hasHttpApis);
        assertThat(template.leftOut())
                .noneMatch(
                        id -> Pattern.compile("\\b" + id + "\\b").matcher(template.json()).find());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_the_service_works_with_is_in_it(boolean hasHttpApis) {
        assertThat(template(hasHttpApis).leftOut())
                .doesNotContainAnyElementsOf(
                        List.of(
                                "OrdersFunction",
                                "ProjectorFunction",
                                "JobsFunction",
                                "OrdersRole",
                                "ProjectorRole",
                                "JobsRole",
                                "EventsTable",
                                "ViewsTable",
                                "GivenUpQueue"));
    }

    /** The most that CloudFormation takes in a request. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void it_is_small_enough_for_a_request(boolean hasHttpApis) {
        assertThat(template(hasHttpApis).json()).hasSizeLessThanOrEqualTo(51_200);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void its_code_is_in_s3(boolean hasHttpApis) {
        assertThat(template(hasHttpApis).json())
                .contains("\"CodeUri\":{\"Bucket\":\"code\",\"Key\":\"f.zip\"}")
                .doesNotContain("target/function.zip");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_attribute_has_its_long_form(boolean hasHttpApis) {
        assertThat(template(hasHttpApis).json())
                .contains("{\"Fn::GetAtt\":[\"EventsTable\",\"StreamArn\"]}")
                .doesNotContain("\"Fn::GetAtt\":\"");
    }
}
