package dev.reprise.local;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jose4j.json.JsonUtil;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/**
 * Issues tokens on this machine, where {@code template.yaml} has an issuer on the internet. What it
 * signs is worth nothing anywhere else, and nothing after the end of the run: its keys are made at
 * the start.
 */
final class LocalIssuer {

    /** What the template's parameter {@code JwtIssuer} is here. Nothing is at this address. */
    static final String NAME = "https://local-issuer.invalid";

    /** What the template's parameter {@code JwtAudience} is here. */
    static final String AUDIENCE = "reprise";

    static final String KEY_ID = "local";

    private static final Duration VALIDITY = Duration.ofHours(1);

    private final KeyPair keys;
    private final InstantSource clock;

    LocalIssuer(KeyPair keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /** An issuer with new keys. */
    static LocalIssuer withNewKeys() {
        return new LocalIssuer(newKeys(), InstantSource.system());
    }

    /** RSA keys: an HTTP API checks no others. */
    static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }

    /** The parameters of the template with which an HTTP API takes these tokens. */
    static Map<String, String> parameters() {
        return Map.of("JwtIssuer", NAME, "JwtAudience", AUDIENCE);
    }

    /** An authorizer that trusts these tokens, if they are for one of the audiences. */
    JwtAuthorizer authorizer(String issuer, Set<String> audiences) {
        return new JwtAuthorizer(issuer, audiences, Map.of(KEY_ID, keys.getPublic()), clock);
    }

    /**
     * Makes a token.
     *
     * @param claims what it says: texts, numbers or lists of texts. Unless they say otherwise, it
     *     is from this issuer, for {@link #AUDIENCE}, and valid from now on for an hour
     */
    String token(Map<String, ?> claims) {
        long now = clock.instant().getEpochSecond();
        Map<String, Object> all = new TreeMap<>();
        all.put("iss", NAME);
        all.put("aud", AUDIENCE);
        all.put("iat", now);
        all.put("exp", now + VALIDITY.toSeconds());
        all.putAll(claims);
        return signed(JsonUtil.toJson(all));
    }

    private String signed(String claims) {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims);
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        signature.setKeyIdHeaderValue(KEY_ID);
        signature.setKey(keys.getPrivate());
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("the token cannot be signed", e);
        }
    }
}
