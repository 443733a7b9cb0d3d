package dev.reprise.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Authorizer;
import java.io.StringReader;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets through the routes of {@code template.yaml} to the function. */
class ApiRoutesTest {

    private static final LocalIssuer ISSUER = LocalIssuer.withNewKeys();
    private static final String TOKEN = "Bearer " + ISSUER.token(Map.of("sub", "ann"));

    private LocalFront front;

    @BeforeEach
    void listen() throws PortTakenException {
        front = new LocalFront();
    }

    @AfterEach
    void close() {
        front.close();
    }

    @Test
    void the_function_gets_the_claims_of_the_token() throws Exception {
        open("jwt", "");

        HttpResponse<String> answer =
                front.send(
                        front.post("/orders", BodyPublishers.ofString("{}"))
                                .header("Authorization", TOKEN));

        assertThat(answer.statusCode()).isEqualTo(200);
        Authorizer caller = front.events.take().getRequestContext().getAuthorizer();
        assertThat(caller.getJwt().getClaims()).containsEntry("sub", "ann");
        assertThat(caller.getJwt().getScopes()).isNull();
        assertThat(caller.getIam()).isNull();
    }

    @Test
    void without_a_token_the_api_answers_by_itself() throws Exception {
        open("jwt", "");

        HttpResponse<String> answer =
                front.send(front.post("/orders", BodyPublishers.ofString("{}")));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).isEqualTo("{\"message\":\"Unauthorized\"}");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        assertThat(front.events).isEmpty();
    }

    @Test
    void an_authorizer_that_fails_is_500_and_lets_nobody_through() throws Exception {
        front.open(
                front.answering(200),
                _ -> {
                    throw new IllegalStateException("the authorizer fails, as this test expects");
                });

        assertThat(front.send(front.get("/orders")).statusCode()).isEqualTo(500);
        assertThat(front.events).isEmpty();
    }

    @Test
    void the_explorer_and_its_files_need_no_token_and_nothing_else_below_them() throws Exception {
        open("jwt", "");

        assertThat(front.send(front.get("/")).statusCode()).isEqualTo(200);
        assertThat(front.send(front.get("/explorer/0123/app.js")).statusCode()).isEqualTo(200);
        assertThat(front.send(front.get("/explorer/")).statusCode()).isEqualTo(401);
        assertThat(front.send(front.get("/explorers/0123")).statusCode()).isEqualTo(401);
        assertThat(front.send(front.post("/", BodyPublishers.ofString("{}"))).statusCode())
                .isEqualTo(401);
    }

    @Test
    void two_tokens_are_none() throws Exception {
        open("jwt", "");

        HttpRequest.Builder request =
                front.get("/orders").header("Authorization", TOKEN).header("Authorization", TOKEN);

        assertThat(front.send(request).statusCode()).isEqualTo(401);
    }

    @Test
    void a_token_that_is_too_long_for_the_headers_is_431() throws Exception {
        open("jwt", "");
        String token = ISSUER.token(Map.of("sub", "a".repeat(LoopbackHttpServer.MAX_HEADER_BYTES)));

        HttpResponse<String> answer =
                front.send(front.get("/orders").header("Authorization", "Bearer " + token));

        assertThat(answer.statusCode()).isEqualTo(431);
        assertThat(front.events).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"/orders,200", "/,200", "/q/openapi,200"})
    void a_preflight_needs_no_token_where_web_pages_may_call(String path, int status)
            throws Exception {
        open("jwt", "https://shop.example");

        assertThat(front.send(options(path)).statusCode()).isEqualTo(status);
        assertThat(front.events.take().getRequestContext().getAuthorizer()).isNull();
        assertThat(front.send(front.post(path, BodyPublishers.ofString("{}"))).statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/orders", "/"})
    void where_no_web_page_may_call_options_needs_a_token_as_any_request(String path)
            throws Exception {
        open("jwt", "");

        assertThat(front.send(options(path)).statusCode()).isEqualTo(401);
        assertThat(front.send(options(path).header("Authorization", TOKEN)).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"everyone-may-call-it", "iam"})
    void where_no_token_is_asked_for_none_is_looked_at(String authorization) throws Exception {
        open(authorization, "");

        assertThat(front.send(front.get("/orders").header("Authorization", "x")).statusCode())
                .isEqualTo(200);
        assertThat(front.events.take().getRequestContext().getAuthorizer()).isNull();
    }

    @Test
    void a_token_is_worth_nothing_where_the_template_names_another_issuer_or_audience()
            throws Exception {
        for (String parameter : List.of("JwtIssuer", "JwtAudience")) {
            Map<String, String> parameters = parameters("jwt", "");
            parameters.put(parameter, "https://other.example");
            front.open(front.answering(200), ApiRoutes.of(template(parameters), ISSUER));

            assertThat(front.send(front.get("/orders").header("Authorization", TOKEN)).statusCode())
                    .isEqualTo(401);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    RouteKey: OPTIONS /      | RouteKey: GET /orders         | HttpApiRootPreflightRoute.RouteKey is GET /orders
                    RouteKey: $default       | RouteKey: ANY /{proxy+}       | has no route $default
                    AuthorizationType: NONE  | AuthorizationType: CUSTOM     | AuthorizationType is CUSTOM
                    """)
    void a_route_that_is_not_imitated_is_named(String text, String replacement, String message)
            throws Exception {
        String original = Files.readString(Path.of("template.yaml"));
        String edited =
                original.replaceFirst(
                        Pattern.quote(text) + "\n", Matcher.quoteReplacement(replacement) + "\n");
        assertThat(edited).isNotEqualTo(original);
        CloudFormationTemplate template =
                CloudFormationTemplate.read(
                        "template.yaml",
                        new StringReader(edited),
                        parameters("jwt", "https://shop.example"));

        assertThatThrownBy(() -> ApiRoutes.of(template, ISSUER))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining(message);
    }

    /** With iam the page could not sign its calls, and everybody could invoke the function. */
    @ParameterizedTest
    @CsvSource({
        "iam, true, '', ''",
        "iam, false, '', ''",
        "iam, true, https://shop.example, 'OPTIONS /,OPTIONS /{proxy+}'",
        "jwt, true, '', 'GET /,GET /explorer/{proxy+},GET /v1/,GET /v1/explorer/{proxy+}'",
        "jwt, false, '', ''",
    })
    void which_routes_let_everybody_call(
            String authorization, String explorer, String origins, String open) {
        Map<String, String> parameters = parameters(authorization, origins);
        parameters.put("Explorer", explorer);
        parameters.put("BasePath", "/v1");

        assertThat(template(parameters).resourcesOfType("AWS::ApiGatewayV2::Route"))
                .map(CloudFormationTemplate.Resource::properties)
                .filteredOn(route -> route.required("AuthorizationType").text().equals("NONE"))
                .map(route -> route.required("RouteKey").text())
                .containsExactlyInAnyOrder(open.isEmpty() ? new String[0] : open.split(","));
    }

    private void open(String authorization, String origins) {
        front.open(
                front.answering(200),
                ApiRoutes.of(template(parameters(authorization, origins)), ISSUER));
    }

    private static Map<String, String> parameters(String authorization, String origins) {
        Map<String, String> parameters = new HashMap<>(LocalIssuer.parameters());
        parameters.put("Authorization", authorization);
        parameters.put("CorsOrigins", origins);
        return parameters;
    }

    private static CloudFormationTemplate template(Map<String, String> parameters) {
        return CloudFormationTemplate.read(Path.of("template.yaml"), parameters);
    }

    private HttpRequest.Builder options(String path) {
        return front.get(path).method("OPTIONS", BodyPublishers.noBody());
    }
}
