package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Authorizer;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Authorizer.JWT;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.IAM;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who sent a request, from what the gateway's authorizer says. */
class CallerTest {

    private static final String ARN = "arn:aws:iam::000000000000:user/u";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    orders:read                                 | READ
                    orders:read orders:write                    | READ,WRITE
                    openid  orders:read:any profile             | READ_ANY
                    [orders:write:any operator]                 | WRITE_ANY,OPERATOR
                    [operator]                                  | OPERATOR
                    []                                          | ''
                    ''                                          | ''
                    ORDERS:READ Operator                        | ''
                    orders:read:anyone orders                   | ''
                    orders:read,orders:write                    | ''
                    [orders:read                                | ''
                    """)
    void the_scopes_are_those_of_the_claim_that_the_service_knows(String claim, String expected) {
        Set<String> names = Set.of(expected.isEmpty() ? new String[0] : expected.split(","));

        assertThat(ofToken(Map.of("sub", "s", "scope", claim)).scopes())
                .extracting(Scope::name)
                .containsExactlyInAnyOrderElementsOf(names);
        assertThat(ofToken(Map.of("sub", "s", "scp", claim)).scopes())
                .extracting(Scope::name)
                .containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void scp_is_not_read_if_there_is_a_scope() {
        Caller caller = ofToken(Map.of("sub", "s", "scope", "orders:read", "scp", "operator"));

        assertThat(caller.scopes()).containsExactly(Scope.READ);
    }

    @Test
    void a_token_without_scopes_may_do_nothing() {
        assertThat(ofToken(Map.of("sub", "s")).scopes()).isEmpty();
    }

    @Test
    void the_customer_is_in_the_claim_that_the_setting_names() {
        Map<String, String> claims = Map.of("sub", "s", "customer", "c1");

        assertThat(Caller.withToken(claims, "customer", Optional.empty()).orElseThrow().is("c1"))
                .isTrue();
        assertThat(Caller.withToken(claims, "sub", Optional.empty()).orElseThrow().is("s"))
                .isTrue();
        assertThat(Caller.withToken(claims, "customer", Optional.empty()).orElseThrow().is("s"))
                .isFalse();
    }

    @Test
    void a_caller_without_the_claim_is_no_customer() {
        Caller caller =
                Caller.withToken(Map.of("sub", "s"), "customer", Optional.empty()).orElseThrow();

        assertThat(caller.customer()).isNull();
        assertThat(caller.is("s")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void a_token_without_a_subject_names_nobody(String subject) {
        assertThat(Caller.withToken(Map.of("sub", subject), "sub", Optional.empty())).isEmpty();
        assertThat(Caller.withToken(Map.of("scope", "operator"), "sub", Optional.empty()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "EVERYONE_MAY_CALL_IT, nothing, true",
        "EVERYONE_MAY_CALL_IT, jwt,     true",
        "EVERYONE_MAY_CALL_IT, iam,     true",
        "EVERYONE_MAY_CALL_IT, lambda,  true",
        "IAM,                  nothing, false",
        "IAM,                  jwt,     false",
        "IAM,                  iam,     true",
        "IAM,                  lambda,  false",
        "JWT,                  nothing, false",
        "JWT,                  jwt,     true",
        "JWT,                  iam,     false",
        "JWT,                  lambda,  false",
    })
    void somebody_is_known_by_the_authorizer_that_the_setting_asks_for(
            Authorization setting, String given, boolean known) {
        assertThat(new Callers(setting, "sub", Optional.empty()).of(authorizer(given)).isPresent())
                .isEqualTo(known);
    }

    @Test
    void a_caller_with_a_signature_may_do_what_iam_allows() {
        Caller caller =
                new Callers(Authorization.IAM, "sub", Optional.empty())
                        .of(authorizer("iam"))
                        .orElseThrow();

        assertThat(caller).isEqualTo(Caller.withAllScopes(ARN));
        assertThat(caller.scopes()).containsExactlyInAnyOrder(Scope.values());
    }

    @Test
    void where_everyone_may_call_a_token_takes_no_scope_away() {
        Callers callers = new Callers(Authorization.EVERYONE_MAY_CALL_IT, "sub", Optional.empty());

        assertThat(callers.of(authorizer("jwt"))).contains(Caller.withAllScopes("user-1"));
        assertThat(callers.of(null)).contains(Caller.withAllScopes(null));
    }

    @Test
    void a_token_without_claims_names_nobody() {
        Authorizer empty = Authorizer.builder().withJwt(JWT.builder().build()).build();

        assertThat(new Callers(Authorization.JWT, "sub", Optional.empty()).of(empty)).isEmpty();
    }

    private static Authorizer authorizer(String kind) {
        return switch (kind) {
            case "jwt" -> FunctionCall.jwt("user-1");
            case "iam" ->
                    Authorizer.builder().withIam(IAM.builder().withUserArn(ARN).build()).build();
            case "lambda" -> Authorizer.builder().withLambda(Map.of("principalId", "p")).build();
            default -> Authorizer.builder().build();
        };
    }

    private static Caller ofToken(Map<String, String> claims) {
        return Caller.withToken(claims, "sub", Optional.empty()).orElseThrow();
    }
}
