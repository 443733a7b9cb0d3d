package dev.reprise.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokenEndpointTest {

    private final LocalIssuer issuer = LocalIssuer.withNewKeys();
    private LocalFront front;

    @BeforeEach
    void open() throws PortTakenException {
        front = new LocalFront();
        front.open(front.answering(200));
        front.openTokens(issuer);
    }

    @AfterEach
    void close() {
        front.close();
    }

    @Test
    void the_fields_of_a_form_are_the_claims_of_the_token() throws Exception {
        HttpResponse<String> answer =
                post("sub=ann&customer=user123&scope=orders:read+orders:write&groups=a&groups=b");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(claims(answer.body()))
                .containsEntry("sub", "ann")
                .containsEntry("customer", "user123")
                .containsEntry("scope", "orders:read orders:write")
                .containsEntry("groups", "[a b]")
                .containsEntry("aud", "reprise");
        assertThat(front.events).isEmpty();
    }

    @Test
    void a_token_can_be_one_that_has_expired() throws Exception {
        String token = post("sub=ann&exp=1000").body().strip();

        assertThat(authorizer().check(token))
                .isInstanceOfSatisfying(
                        Admission.Refused.class,
                        refused -> assertThat(refused.challenge()).contains("has expired"));
    }

    @Test
    void a_time_that_is_no_number_and_a_form_that_is_too_long_are_refused() throws Exception {
        assertThat(post("exp=soon").statusCode()).isEqualTo(400);
        assertThat(post("sub=" + "a".repeat(20_000)).statusCode()).isEqualTo(413);
    }

    @Test
    void other_requests_reach_the_function_as_before() throws Exception {
        assertThat(front.send(front.get(TokenEndpoint.PATH)).statusCode()).isEqualTo(200);
        assertThat(front.events.take().getRawPath()).isEqualTo(TokenEndpoint.PATH);
    }

    private HttpResponse<String> post(String form) throws Exception {
        HttpRequest.Builder request =
                front.post(TokenEndpoint.PATH, BodyPublishers.ofString(form))
                        .header("Content-Type", "application/x-www-form-urlencoded");
        return front.send(request);
    }

    private Map<String, String> claims(String token) {
        Admission admission = authorizer().check(token);
        assertThat(admission).isInstanceOf(Admission.Admitted.class);
        return Objects.requireNonNull(((Admission.Admitted) admission).caller())
                .getJwt()
                .getClaims();
    }

    private JwtAuthorizer authorizer() {
        return issuer.authorizer(LocalIssuer.NAME, Set.of(LocalIssuer.AUDIENCE));
    }
}
