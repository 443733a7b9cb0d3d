package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Authorizer;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.quarkus.amazon.lambda.runtime.AmazonLambdaMapperRecorder;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Callers with a signature of AWS, as API Gateway describes them in payload 2.0. */
@QuarkusTest
@TestProfile(SignedCallersIT.Signed.class)
class SignedCallersIT {

    public static final class Signed implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(Callers.SETTING, "iam");
        }
    }

    private static final String ROLE = "arn:aws:sts::123456789012:assumed-role/shop/";
    private static final String POOL =
            "arn:aws:sts::123456789012:assumed-role/pool/CognitoIdentityCredentials";

    @Test
    void a_creation_that_another_session_of_the_role_repeats_finds_the_order() {
        String key = Api.freshId();
        Answer first = create(key, session("task-a")).expect(201);

        Answer again = create(key, session("task-b")).expect(201);

        again.expectSameOutcomeAs(first);
        assertThat(again.header(AggregateResponses.IDEMPOTENT_REPLAYED)).hasValue("true");
        assertThat(StoredCommits.of(orderId(first)))
                .singleElement()
                .satisfies(commit ->
                        assertThat(StoredCommits.attribute(commit, "u").s())
                                .isEqualTo(ROLE + "task-a"));
    }

    @Test
    void two_roles_do_not_share_a_key() {
        String key = Api.freshId();

        assertThat(orderId(create(key, session("s"))))
                .isNotEqualTo(orderId(create(key, signer(ROLE.replace("shop", "till") + "s", ""))));
    }

    @Test
    void two_users_of_a_cognito_identity_pool_do_not_share_a_key() {
        String key = Api.freshId();
        Answer ann = create(key, signer(POOL, "eu-west-1:ann"));

        assertThat(orderId(create(key, signer(POOL, "eu-west-1:ann")))).isEqualTo(orderId(ann));
        assertThat(orderId(create(key, signer(POOL, "eu-west-1:eve")))).isNotEqualTo(orderId(ann));
    }

    private static Answer create(String key, Authorizer caller) {
        return FunctionCall.createOrder(key).as(caller).answer();
    }

    private static String orderId(Answer created) {
        return created.expect(201).json().path("orderId").asText();
    }

    private static Authorizer session(String name) {
        return signer(ROLE + name, "");
    }

    private static Authorizer signer(String arn, String identityId) {
        String cognito =
                identityId.isEmpty()
                        ? "null"
                        : """
                        {"amr":["authenticated"],"identityId":"%s","identityPoolId":"eu-west-1:pool"}
                        """
                                .formatted(identityId);
        String event =
                """
                {"iam":{"accessKey":"ASIA","accountId":"123456789012","callerId":"AROA:s",
                 "cognitoIdentity":%s,"principalOrgId":null,"userArn":"%s","userId":"AROA:s"}}
                """
                        .formatted(cognito, arn);
        try {
            return AmazonLambdaMapperRecorder.objectMapper.readValue(event, Authorizer.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
