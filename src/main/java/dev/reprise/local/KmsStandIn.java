package dev.reprise.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.reprise.local.DynamoDbGateway.Answer;
import dev.reprise.local.RolePolicy.Access;
import dev.reprise.personal.SubjectKey;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * What AWS KMS does for the functions of a stack: {@code Encrypt} and {@code Decrypt}. Its key is
 * the same at each start, as the data may be, and protects nothing.
 */
final class KmsStandIn {

    private static final String SERVICE = "TrentService.";

    private static final JsonMapper JSON = new JsonMapper();

    private final SubjectKey key = new SubjectKey(new byte[SubjectKey.LENGTH]);

    /** Whether a call is one of KMS, by its header X-Amz-Target. */
    static boolean isCalledBy(String target) {
        return target.startsWith(SERVICE);
    }

    /**
     * What a policy has to allow for a call.
     *
     * @throws IllegalArgumentException if the body is no request
     */
    static Access access(String target, byte[] body) {
        return new Access(
                "kms:" + target.substring(SERVICE.length()), read(body).path("KeyId").asText());
    }

    /** The answer to a call. */
    Answer answer(String target, byte[] body) {
        JsonNode request = read(body);
        String context = request.path("KeyId").asText() + request.path("EncryptionContext");
        return switch (target.substring(SERVICE.length())) {
            case "Encrypt" ->
                    json(
                            "CiphertextBlob",
                            base64(key.seal(context, request.path("Plaintext").asText())));
            case "Decrypt" -> decrypted(context, request.path("CiphertextBlob").asText());
            case String other ->
                    Answer.error("UnsupportedOperationException", other + " is not imitated");
        };
    }

    private Answer decrypted(String context, String blob) {
        try {
            String sealed = new String(Base64.getDecoder().decode(blob), UTF_8);
            return json("Plaintext", key.open(context, sealed));
        } catch (IllegalArgumentException e) {
            return Answer.error("InvalidCiphertextException", String.valueOf(e.getMessage()));
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private static Answer json(String field, String value) {
        return new Answer(
                200,
                Map.of("Content-Type", List.of("application/x-amz-json-1.1")),
                JSON.createObjectNode().put(field, value).toString());
    }

    private static JsonNode read(byte[] body) {
        try {
            return JSON.readTree(new String(body, UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a request of KMS is JSON", e);
        }
    }
}
