package dev.reprise.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.Key;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwtAuthorizerTest {

    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
    private static final long SECOND = NOW.getEpochSecond();
    private static final KeyPair KEYS = LocalIssuer.newKeys();
    private static final LocalIssuer ISSUER = new LocalIssuer(KEYS, () -> NOW);

    private final JwtAuthorizer authorizer =
            ISSUER.authorizer(LocalIssuer.NAME, Set.of("another", LocalIssuer.AUDIENCE));

    @Test
    void the_claims_of_a_token_are_passed_on_as_an_http_api_passes_them() {
        String token =
                ISSUER.token(
                        Map.of(
                                "sub",
                                "ann",
                                "scope",
                                "orders:read orders:write",
                                "groups",
                                List.of("admin", "poweruser"),
                                "email_verified",
                                true,
                                "address",
                                Map.of("city", "Hull")));

        assertThat(claims("Bearer " + token))
                .isEqualTo(
                        Map.of(
                                "iss", LocalIssuer.NAME,
                                "aud", "reprise",
                                "iat", Long.toString(SECOND),
                                "exp", Long.toString(SECOND + 3_600),
                                "sub", "ann",
                                "scope", "orders:read orders:write",
                                "groups", "[admin poweruser]",
                                "email_verified", "true",
                                "address", "{\"city\":\"Hull\"}"));
    }

    @Test
    void a_claim_that_is_null_is_left_out() throws JoseException {
        String token = sign(KEYS.getPrivate(), "RS256", "local", payload("\"nickname\":null,"));

        assertThat(claims(token)).containsKey("iss").doesNotContainKey("nickname");
    }

    @Test
    void a_token_may_have_bearer_before_it_or_not() {
        String token = ISSUER.token(Map.of());

        for (String header : List.of(token, "Bearer " + token, "bearer " + token)) {
            assertThat(authorizer.check(header)).isInstanceOf(Admission.Admitted.class);
        }
    }

    @Test
    void a_token_is_for_this_api_by_one_of_its_audiences_or_without_any_by_its_client() {
        assertThat(claims(ISSUER.token(Map.of("aud", List.of("x", "another"))))).isNotEmpty();

        Map<String, @Nullable Object> noAudience = new HashMap<>();
        noAudience.put("aud", null);
        assertThat(check(ISSUER.token(noAudience))).isEqualTo(refused("a valid audience"));
        noAudience.put("client_id", "reprise");
        assertThat(claims(ISSUER.token(noAudience))).containsEntry("client_id", "reprise");
        assertThat(check(ISSUER.token(Map.of("aud", "x", "client_id", "reprise"))))
                .isEqualTo(refused("a valid audience"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  "})
    void without_a_token_the_answer_says_what_to_send(@Nullable String header) {
        assertThat(authorizer.check(header)).isEqualTo(new Admission.Refused("Bearer"));
    }

    static Stream<Arguments> times() {
        return Stream.of(
                Arguments.of(Map.of("exp", SECOND + 1), ""),
                Arguments.of(Map.of("exp", SECOND), "the token has expired"),
                Arguments.of(Map.of("exp", SECOND - 1), "the token has expired"),
                Arguments.of(Map.of("exp", "soon"), "the token cannot be read"),
                Arguments.of(Map.of("nbf", SECOND), ""),
                Arguments.of(Map.of("nbf", SECOND + 1), "the token is not valid yet"),
                Arguments.of(Map.of("iat", SECOND), ""),
                Arguments.of(Map.of("iat", SECOND + 1), "the token is not valid yet"));
    }

    @ParameterizedTest
    @MethodSource("times")
    void a_token_is_valid_from_its_times_to_its_expiry(Map<String, ?> claims, String fault) {
        Admission admission = check(ISSUER.token(claims));

        if (fault.isEmpty()) {
            assertThat(admission).isInstanceOf(Admission.Admitted.class);
        } else {
            assertThat(admission).isEqualTo(described(fault));
        }
    }

    @Test
    void a_token_has_to_expire() {
        Map<String, @Nullable Object> claims = new HashMap<>();
        claims.put("exp", null);

        assertThat(check(ISSUER.token(claims))).isEqualTo(described("the token does not expire"));
    }

    @Test
    void a_token_of_another_issuer_is_refused() {
        assertThat(check(ISSUER.token(Map.of("iss", "https://evil.example"))))
                .isEqualTo(refused("a valid issuer"));
    }

    @Test
    void a_token_that_was_altered_or_signed_by_another_key_is_refused() throws JoseException {
        String[] parts = ISSUER.token(Map.of("sub", "ann")).split("\\.");
        String altered = parts[0] + "." + base64(payload("\"sub\":\"bob\",")) + "." + parts[2];

        assertThat(check(altered)).isEqualTo(refused("a valid signature"));
        assertThat(check(sign(LocalIssuer.newKeys().getPrivate(), "RS256", "local", payload(""))))
                .isEqualTo(refused("a valid signature"));
    }

    @Test
    void a_token_that_names_no_key_of_the_issuer_is_refused() throws JoseException {
        for (String id : new @Nullable String[] {null, "other"}) {
            assertThat(check(sign(KEYS.getPrivate(), "RS256", id, payload(""))))
                    .isEqualTo(described("the token cannot be read"));
        }
    }

    @Test
    void only_rsa_signatures_count() throws JoseException {
        Key publicKeyAsSecret = new SecretKeySpec(KEYS.getPublic().getEncoded(), "HmacSHA256");

        for (String token :
                List.of(
                        sign(publicKeyAsSecret, "HS256", "local", payload("")),
                        unsigned("none"),
                        unsigned("NONE"),
                        unsigned("RS256"))) {
            assertThat(check(token)).as(token).isInstanceOf(Admission.Refused.class);
        }
        assertThat(check(sign(KEYS.getPrivate(), "RS512", "local", payload(""))))
                .isInstanceOf(Admission.Admitted.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage",
                ".",
                "..",
                "...",
                "a.b.c",
                "Basic dTpw",
                "Bearer",
                "Bearer ",
                "Bearer a b",
                "e30.e30.e30",
                "\u00e4.\u00f6.\u00fc",
                "e30.e30.e30.e30.e30"
            })
    void garbage_is_refused(String header) {
        assertThat(authorizer.check(header)).isInstanceOf(Admission.Refused.class);
    }

    private Admission check(String token) {
        return authorizer.check("Bearer " + token);
    }

    private Map<String, String> claims(String header) {
        Admission admission = authorizer.check(header);
        assertThat(admission).isInstanceOf(Admission.Admitted.class);
        return Objects.requireNonNull(((Admission.Admitted) admission).caller())
                .getJwt()
                .getClaims();
    }

    private static Admission refused(String lacks) {
        return described("the token does not have " + lacks);
    }

    private static Admission described(String description) {
        return new Admission.Refused(
                "Bearer scope=\"\" error=\"invalid_token\" error_description=\""
                        + description
                        + "\"");
    }

    /** The claims of a valid token, after others. */
    private static String payload(String others) {
        return "{%s\"iss\":\"%s\",\"aud\":\"reprise\",\"exp\":%d}"
                .formatted(others, LocalIssuer.NAME, SECOND + 60);
    }

    private static String sign(Key key, String algorithm, @Nullable String keyId, String payload)
            throws JoseException {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        signature.setPayload(payload);
        signature.setAlgorithmHeaderValue(algorithm);
        signature.setKeyIdHeaderValue(keyId);
        signature.setKey(key);
        return signature.getCompactSerialization();
    }

    private static String unsigned(String algorithm) {
        return base64("{\"alg\":\"" + algorithm + "\",\"kid\":\"local\"}")
                + "."
                + base64(payload(""))
                + ".";
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }
}
