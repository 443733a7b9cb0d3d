package dev.reprise.dynamodb;

import static dev.reprise.dynamodb.DynamoDbFaults.translated;

import dev.reprise.personal.KeyWrapping;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;

/** Encrypts the root key with a key of AWS KMS, which never leaves KMS. */
public final class KmsKeyWrapping implements KeyWrapping {

    /** What is bound to the ciphertext, and seen in the trail of the key's uses. */
    private static final Map<String, String> CONTEXT = Map.of("reprise", "personal-data");

    private final KmsClient client;
    private final String keyArn;

    public KmsKeyWrapping(KmsClient client, String keyArn) {
        this.client = client;
        this.keyArn = keyArn;
    }

    @Override
    public byte[] wrap(byte[] key) {
        return translated(() ->
                        client.encrypt(encrypt ->
                                encrypt.keyId(keyArn)
                                        .encryptionContext(CONTEXT)
                                        .plaintext(SdkBytes.fromByteArray(key))))
                .ciphertextBlob()
                .asByteArray();
    }

    @Override
    public byte[] unwrap(byte[] wrapped) {
        try {
            return translated(() ->
                            client.decrypt(decrypt ->
                                    decrypt.keyId(keyArn)
                                            .encryptionContext(CONTEXT)
                                            .ciphertextBlob(SdkBytes.fromByteArray(wrapped))))
                    .plaintext()
                    .asByteArray();
        } catch (InvalidCiphertextException e) {
            throw new IllegalArgumentException(
                    "the root key was altered, or encrypted with another key than " + keyArn, e);
        }
    }
}
