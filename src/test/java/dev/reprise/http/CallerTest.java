package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Authorizer;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Authorizer.JWT;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.IAM;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.Tenant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
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

        assertThat(caller).isEqualTo(Caller.withAllScopes(ARN, ARN));
        assertThat(caller.scopes()).containsExactlyInAnyOrder(Scope.values());
    }

    @Test
    void where_everyone_may_call_a_token_takes_no_scope_away() {
        Callers callers = new Callers(Authorization.EVERYONE_MAY_CALL_IT, "sub", Optional.empty());

        assertThat(callers.of(authorizer("jwt")))
                .contains(Caller.withAllScopes("user-1", "user-1"));
        assertThat(callers.of(authorizer("lambda"))).contains(Caller.withAllScopes("p", "p"));
        assertThat(callers.of(null)).contains(Caller.withAllScopes(null, null));
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:sts::123456789012:assumed-role/shop/4f1c9d,        arn:aws:sts::123456789012:assumed-role/shop",
        "arn:aws:sts::123456789012:assumed-role/shop/i-0abc,        arn:aws:sts::123456789012:assumed-role/shop",
        "arn:aws:sts::123456789012:assumed-role/a+=@-.b/eve@x.org,  arn:aws:sts::123456789012:assumed-role/a+=@-.b",
        "arn:aws-us-gov:sts::123456789012:assumed-role/shop/s1,     arn:aws-us-gov:sts::123456789012:assumed-role/shop",
        "arn:aws-cn:sts::123456789012:assumed-role/shop/s1,         arn:aws-cn:sts::123456789012:assumed-role/shop",
        "arn:aws:sts::210987654321:assumed-role/shop/s1,            arn:aws:sts::210987654321:assumed-role/shop",
        "arn:aws:iam::123456789012:user/u,                          arn:aws:iam::123456789012:user/u",
        "arn:aws:iam::123456789012:user/a/b/assumed-role/u,         arn:aws:iam::123456789012:user/a/b/assumed-role/u",
        "arn:aws:iam::123456789012:root,                            arn:aws:iam::123456789012:root",
        "arn:aws:sts::123456789012:federated-user/u,                arn:aws:sts::123456789012:federated-user/u",
        "priming,                                                   priming",
    })
    void all_sessions_of_a_role_are_one_caller_and_the_actor_is_the_session(
            String arn, String identity) {
        for (Authorization setting :
                List.of(Authorization.IAM, Authorization.EVERYONE_MAY_CALL_IT)) {
            assertThat(signer(setting, IAM.builder().withUserArn(arn)))
                    .isEqualTo(Caller.withAllScopes(identity, arn));
        }
    }

    @Test
    void a_user_of_a_cognito_identity_pool_is_a_caller() {
        String arn = "arn:aws:sts::123456789012:assumed-role/pool/CognitoIdentityCredentials";
        IAM.IAMBuilder pool = IAM.builder().withUserArn(arn);

        assertThat(signer(Authorization.IAM, pool.withCognitoIdentity(cognito("eu-west-1:ann"))))
                .isEqualTo(Caller.withAllScopes("eu-west-1:ann", arn));
        assertThat(signer(Authorization.IAM, pool.withCognitoIdentity(cognito("eu-west-1:eve"))))
                .isEqualTo(Caller.withAllScopes("eu-west-1:eve", arn));
        assertThat(signer(Authorization.IAM, pool.withCognitoIdentity(cognito(""))).identity())
                .isEqualTo("arn:aws:sts::123456789012:assumed-role/pool");
    }

    @Test
    void calls_are_counted_for_a_role_and_not_for_a_session() {
        IAM.IAMBuilder session = IAM.builder();
        String role = "arn:aws:sts::123456789012:assumed-role/shop";

        assertThat(signer(Authorization.IAM, session.withUserArn(role + "/s1")).name())
                .isEqualTo(signer(Authorization.IAM, session.withUserArn(role + "/s2")).name())
                .contains(role);
    }

    private static Caller signer(Authorization setting, IAM.IAMBuilder iam) {
        return new Callers(setting, "sub", Optional.empty())
                .of(Authorizer.builder().withIam(iam.build()).build())
                .orElseThrow();
    }

    private static CognitoIdentity cognito(String identityId) {
        return CognitoIdentity.builder().withIdentityId(identityId).build();
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

    private static Caller of(String tenant) {
        return Caller.withToken(
                        Map.of("sub", "subject-1", "tenant", tenant), "sub", Optional.of("tenant"))
                .orElseThrow();
    }

    private static Caller withoutTenants() {
        return ofToken(Map.of("sub", "subject-1"));
    }

    @Test
    void a_claim_names_the_tenant() {
        assertThat(of("acme").tenant()).isEqualTo(Tenant.named("acme"));
        assertThat(withoutTenants().tenant()).isEqualTo(Tenant.ONLY);
        assertThat(ofToken(Map.of("sub", "s", "tenant", "acme")).tenant())
                .as("no claim is asked for")
                .isEqualTo(Tenant.ONLY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "", "Acme", "~acme~", "[acme]"})
    void a_caller_of_no_tenant_reads_nothing_of_a_tenant(String claim) {
        assertThatExceptionOfType(ProblemException.class).isThrownBy(of(claim)::tenant);
    }

    @Test
    void callers_of_two_tenants_have_no_name_and_no_key_in_common() {
        CommandId key = new CommandId("k1");

        assertThat(Stream.of(of("a"), of("b"), of("*"), withoutTenants()).map(Caller::name))
                .doesNotHaveDuplicates();
        assertThat(
                        Stream.of(of("a"), of("b"), of("*"), withoutTenants())
                                .map(caller -> caller.commandId(key)))
                .doesNotHaveDuplicates();
        assertThat(withoutTenants().name()).contains("subject-1");
        assertThat(withoutTenants().commandId(key)).isEqualTo(key.of("subject-1"));
    }

    @Test
    void a_tenant_writes_and_sees_the_names_of_streams_without_his_prefix() {
        assertThat(of("a").stream("order-1"))
                .contains(new StreamName(Tenant.named("a"), "order", "1"));
        assertThat(of("a").shown("gap in ~a~order-1 and ~b~order-2"))
                .isEqualTo("gap in order-1 and ~b~order-2");
        assertThat(of("*").stream("~a~order-1")).isEqualTo(of("a").stream("order-1"));
        assertThat(of("*").shown("gap in ~a~order-1")).isEqualTo("gap in ~a~order-1");
    }

    @Test
    void a_list_of_another_tenant_has_other_cursors() {
        String position = "2026-11-28T18:06:43.156Z#books-1";
        List<String> asBefore = List.of("orders", "", "customerId", "ann");

        assertThat(orders(Tenant.ONLY).cursor(position))
                .isEqualTo(Cursor.encode(asBefore, position));
        assertThat(orders(Tenant.named("a")).cursor(position))
                .isNotEqualTo(orders(Tenant.named("b")).cursor(position))
                .isNotEqualTo(orders(Tenant.ONLY).cursor(position));
    }

    private static PagedList orders(Tenant tenant) {
        return PagedList.of("orders", tenant, _ -> true).with("customerId", "ann");
    }

    @ParameterizedTest
    @EnumSource(names = "JWT", mode = EnumSource.Mode.EXCLUDE)
    void only_tokens_have_claims(Authorization setting) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Callers(setting, "sub", Optional.of("tenant")))
                .withMessageContaining("reprise.tenant-claim");
    }
}
