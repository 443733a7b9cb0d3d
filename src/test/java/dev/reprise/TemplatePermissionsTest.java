package dev.reprise;

import static dev.reprise.TemplateFile.at;
import static dev.reprise.TemplateFile.list;
import static dev.reprise.TemplateFile.map;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@code template.yaml} permits each function. */
class TemplatePermissionsTest {

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
                                "dynamodb:DeleteItem",
                                "dynamodb:DescribeTable"),
                        allow("!Sub ${ViewsTable.Arn}/index/*", "dynamodb:Query"),
                        allow(
                                "!GetAtt KeysTable.Arn",
                                "dynamodb:GetItem",
                                "dynamodb:PutItem",
                                "dynamodb:UpdateItem",
                                "dynamodb:DescribeTable"),
                        allow("!GetAtt PersonalDataKey.Arn", "kms:Decrypt", "kms:Encrypt"),
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
                        allow("!GetAtt KeysTable.Arn", "dynamodb:GetItem"),
                        allow("!GetAtt PersonalDataKey.Arn", "kms:Decrypt"),
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
                        allow(
                                "!GetAtt EventsTable.Arn",
                                "dynamodb:PutItem",
                                "dynamodb:Query",
                                "dynamodb:Scan"),
                        allow("!GetAtt KeysTable.Arn", "dynamodb:GetItem", "dynamodb:UpdateItem"),
                        allow("!Sub ${KeysTable.Arn}/index/*", "dynamodb:Query"),
                        allow("!GetAtt PersonalDataKey.Arn", "kms:Decrypt"),
                        allow(
                                "!GetAtt JobsLogGroup.Arn",
                                "logs:CreateLogStream",
                                "logs:PutLogEvents"));
    }

    @Test
    void every_policy_is_written_in_its_role() {
        assertThat(map("Resources").values())
                .extracting(resource -> at(resource, "Type"))
                .contains("AWS::IAM::Role")
                .doesNotContain("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy");
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
}
