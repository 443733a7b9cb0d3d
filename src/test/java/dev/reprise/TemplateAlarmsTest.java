package dev.reprise;

import static dev.reprise.TemplateFile.at;
import static dev.reprise.TemplateFile.map;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@code template.yaml} reports, and whether the operations page says what to do. */
class TemplateAlarmsTest {

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
}
