package dev.reprise.local;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Authorizer;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Authorizer.JWT;
import java.security.PublicKey;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.ErrorCodeValidator;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwt.consumer.JwtContext;
import org.jose4j.lang.UnresolvableKeyException;
import org.jspecify.annotations.Nullable;

/**
 * Checks tokens as the JWT authorizer of an HTTP API does: an RSA signature by the issuer's key
 * that the token names, {@code iss}, {@code aud} or else {@code client_id}, {@code exp}, {@code
 * nbf} and {@code iat}. No clock skew is allowed.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html">JWT
 *     authorizers for HTTP APIs</a>
 */
final class JwtAuthorizer {

    private static final String CLIENT_ID = "client_id";

    private final String issuer;
    private final Set<String> audiences;
    private final Map<String, PublicKey> keys;
    private final InstantSource clock;

    /**
     * @param audiences of which a token must name one
     * @param keys the issuer's keys, by their ids
     */
    JwtAuthorizer(
            String issuer,
            Set<String> audiences,
            Map<String, PublicKey> keys,
            InstantSource clock) {
        this.issuer = issuer;
        this.audiences = Set.copyOf(audiences);
        this.keys = Map.copyOf(keys);
        this.clock = clock;
    }

    /**
     * Checks the token of a request.
     *
     * @param header {@code Authorization}: the token, with or without {@code Bearer} before it;
     *     null if it is absent
     */
    Admission check(@Nullable String header) {
        if (header == null || header.isBlank()) {
            return new Admission.Refused("Bearer");
        }
        String token = header.strip().replaceFirst("(?i)^Bearer +", "");
        try {
            JWT jwt = JWT.builder().withClaims(texts(consumer().processToClaims(token))).build();
            return new Admission.Admitted(Authorizer.builder().withJwt(jwt).build());
        } catch (InvalidJwtException e) {
            return new Admission.Refused(
                    "Bearer scope=\"\" error=\"invalid_token\" error_description=\"%s\""
                            .formatted(description(e)));
        }
    }

    private JwtConsumer consumer() {
        return new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(
                        ConstraintType.PERMIT,
                        AlgorithmIdentifiers.RSA_USING_SHA256,
                        AlgorithmIdentifiers.RSA_USING_SHA384,
                        AlgorithmIdentifiers.RSA_USING_SHA512)
                .setVerificationKeyResolver((signature, _) -> key(signature))
                .setExpectedIssuer(issuer)
                .setSkipDefaultAudienceValidation()
                .registerValidator(this::faultOfAudience)
                .setRequireExpirationTime()
                .setIssuedAtRestrictions(0, Integer.MAX_VALUE)
                .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()))
                .build();
    }

    private PublicKey key(JsonWebSignature signature) throws UnresolvableKeyException {
        String id = signature.getKeyIdHeaderValue();
        @Nullable PublicKey key = id == null ? null : keys.get(id);
        if (key == null) {
            throw new UnresolvableKeyException("the issuer has no key " + id);
        }
        return key;
    }

    private ErrorCodeValidator.@Nullable Error faultOfAudience(JwtContext context)
            throws MalformedClaimException {
        JwtClaims claims = context.getJwtClaims();
        @Nullable String client = claims.getStringClaimValue(CLIENT_ID);
        List<String> named =
                claims.hasAudience() ? claims.getAudience() : Stream.ofNullable(client).toList();
        return named.stream().anyMatch(audiences::contains)
                ? null
                : new ErrorCodeValidator.Error(ErrorCodes.AUDIENCE_INVALID, "not for this API");
    }

    /** That of the audience is API Gateway's. The others are worded like it. */
    private static String description(InvalidJwtException fault) {
        return switch (fault.getErrorDetails().getFirst().getErrorCode()) {
            case ErrorCodes.EXPIRED -> "the token has expired";
            case ErrorCodes.EXPIRATION_MISSING -> "the token does not expire";
            case ErrorCodes.NOT_YET_VALID, ErrorCodes.ISSUED_AT_INVALID_FUTURE ->
                    "the token is not valid yet";
            case ErrorCodes.AUDIENCE_INVALID -> "the token does not have a valid audience";
            case ErrorCodes.ISSUER_MISSING, ErrorCodes.ISSUER_INVALID ->
                    "the token does not have a valid issuer";
            case ErrorCodes.SIGNATURE_INVALID, ErrorCodes.SIGNATURE_MISSING ->
                    "the token does not have a valid signature";
            default -> "the token cannot be read";
        };
    }

    /**
     * Claims as an HTTP API passes them to its function: each is a text, an array is {@code [a b]},
     * an object is JSON, and null is left out.
     */
    private static Map<String, String> texts(JwtClaims claims) {
        Map<String, String> texts = new TreeMap<>();
        claims.getClaimsMap()
                .forEach((name, value) -> {
                    if (value != null) {
                        texts.put(name, text(value));
                    }
                });
        return texts;
    }

    private static String text(Object claim) {
        return switch (claim) {
            case List<?> array ->
                    array.stream().map(String::valueOf).collect(Collectors.joining(" ", "[", "]"));
            case Map<?, ?> object -> json(object);
            default -> claim.toString();
        };
    }

    @SuppressWarnings("unchecked") // The names in a JSON object are texts.
    private static String json(Map<?, ?> object) {
        return JsonUtil.toJson((Map<String, ?>) object);
    }
}
