package dev.reprise.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.reprise.local.RolePolicy.Access;
import java.io.StringReader;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolePolicyTest {

    private static final String TABLE = StandInArns.table("events");

    @Test
    void a_role_may_do_what_a_statement_allows_on_the_resource_that_it_names() {
        RolePolicy policy = policy(allow("dynamodb:PutItem", "!GetAtt Table.Arn"));

        assertThat(policy.allows(new Access("dynamodb:PutItem", TABLE))).isTrue();
        assertThat(policy.allows(new Access("dynamodb:Query", TABLE))).isFalse();
        assertThat(policy.allows(new Access("dynamodb:PutItem", StandInArns.table("events2"))))
                .isFalse();
        assertThat(policy.allows(new Access("dynamodb:PutItem", TABLE + "/index/first"))).isFalse();
    }

    @Test
    void both_wildcards_of_iam_are_understood() {
        RolePolicy policy = policy(allow("'dynamodb:?etItem'", "!Sub '${Table.Arn}/index/*'"));

        assertThat(policy.allows(new Access("dynamodb:GetItem", TABLE + "/index/first"))).isTrue();
        assertThat(policy.allows(new Access("dynamodb:GetItem", TABLE))).isFalse();
    }

    @Test
    void what_is_denied_is_refused_whatever_else_allows_it() {
        RolePolicy policy =
                policy(
                        allow("'dynamodb:*'", "'*'")
                                + allow("dynamodb:DeleteItem", "'*'").replace("Allow", "Deny"));

        assertThat(policy.allows(new Access("dynamodb:PutItem", TABLE))).isTrue();
        assertThat(policy.allows(new Access("dynamodb:DeleteItem", TABLE))).isFalse();
    }

    @Test
    void a_condition_is_an_error_because_it_is_not_imitated() {
        assertThatThrownBy(() ->
                        policy(
                                allow("dynamodb:PutItem", "'*'")
                                        .replace("Effect", "Condition: {}, Effect")))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("Statement[0] has Condition");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            value = {
                "PutItem # {'TableName':'t'} # PutItem table/t",
                "Query # {'TableName':'t','IndexName':'i'} # Query table/t/index/i",
                "BatchGetItem # {'RequestItems':{'t':{}}} # BatchGetItem table/t",
                "TransactWriteItems # {'TransactItems':[{'Put':{'TableName':'t'}}]} # PutItem table/t",
                "TransactWriteItems # {'TransactItems':[{'ConditionCheck':{'TableName':'t'}}]} # ConditionCheckItem table/t",
                "GetRecords # {'ShardIterator':'1|arn:aws:dynamodb:x:0:table/t/stream/2|a'} # GetRecords table/t/stream/local"
            })
    void a_call_needs_the_permissions_that_aws_documents(
            String operation, String body, String expected) throws Exception {
        var call =
                new DynamoDbCall(
                        "role",
                        "process",
                        operation,
                        new JsonMapper().readTree(body.replace('\'', '"')));
        String[] access = expected.split(" ");

        assertThat(call.accesses())
                .containsExactly(
                        new Access(
                                "dynamodb:" + access[0],
                                StandInArns.table("").replace("table/", access[1])));
    }

    private static String allow(String action, String resource) {
        return "          - { Effect: Allow, Action: %s, Resource: [%s] }\n"
                .formatted(action, resource);
    }

    private static RolePolicy policy(String statements) {
        String template =
                """
                Resources:
                  Table: { Type: "AWS::DynamoDB::Table", Properties: { TableName: events } }
                  Role:
                    Type: AWS::IAM::Role
                    Properties:
                      Policies:
                      - PolicyDocument:
                          Statement:
                """
                        + statements;
        return RolePolicy.of(
                CloudFormationTemplate.read("test.yaml", new StringReader(template), Map.of()),
                "Role");
    }
}
