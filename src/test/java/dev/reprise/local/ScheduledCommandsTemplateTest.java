package dev.reprise.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which function runs scheduled commands, and what it may do for that. */
class ScheduledCommandsTemplateTest {

    private static final String APPENDS_TO_TWO_STREAMS = "dynamodb:ConditionCheckItem";
    private static final String ENCRYPTS = "kms:Encrypt";

    private static CloudFormationTemplate template(String feed, String scheduled) {
        return CloudFormationTemplate.read(
                Path.of("template.yaml"), Map.of("Feed", feed, "ScheduledCommands", scheduled));
    }

    @ParameterizedTest
    @CsvSource({"off, off, false", "off, on, true", "on, off, false", "on, on, true"})
    void each_function_knows_whether_they_are_on(String feed, String scheduled, String on) {
        assertThat(FunctionDeclaration.of(template(feed, scheduled)))
                .hasSizeGreaterThan(2)
                .allSatisfy(function ->
                        assertThat(function.environment())
                                .containsEntry("REPRISE_SCHEDULED_COMMANDS", on));
    }

    @ParameterizedTest
    @CsvSource({"off, off, false", "off, on, false", "on, off, false", "on, on, true"})
    void with_the_feed_the_function_of_the_consumers_runs_them(
            String feed, String scheduled, boolean there) {
        List<String> functions =
                FunctionDeclaration.of(template(feed, scheduled)).stream()
                        .map(FunctionDeclaration::name)
                        .toList();

        assertThat(functions.contains("ConsumersFunction")).isEqualTo(there);
    }

    @ParameterizedTest
    @CsvSource({"off, off, false", "off, on, true", "on, off, false", "on, on, false"})
    void without_the_feed_the_jobs_function_may_append_to_two_streams_and_encrypt(
            String feed, String scheduled, boolean may) {
        List<String> actions =
                RolePolicy.of(template(feed, scheduled), "JobsRole").grants().stream()
                        .map(RolePolicy.Access::action)
                        .toList();

        assertThat(actions.contains(APPENDS_TO_TWO_STREAMS)).isEqualTo(may);
        assertThat(actions.contains(ENCRYPTS)).isEqualTo(may);
    }

    @ParameterizedTest
    @CsvSource({"off, off, false", "off, on, true", "on, on, true"})
    void failed_deadlines_are_reported(String feed, String scheduled, boolean reported) {
        assertThat(
                        template(feed, scheduled).resourcesOfType("AWS::CloudWatch::Alarm").stream()
                                .anyMatch(
                                        alarm -> alarm.logicalId().equals("DeadlinesFailedAlarm")))
                .isEqualTo(reported);
    }
}
