package dev.reprise.dynamodb;

import static dev.reprise.dynamodb.DynamoDbFaults.translated;

import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StoreUnavailableException.Reason;
import dev.reprise.personal.KeyWrapping;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;
import software.amazon.awssdk.services.kms.model.KmsException;

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
        return answered(() ->
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
            return answered(() ->
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

    /** A key that is disabled or scheduled for deletion may come back: nothing is damaged. */
    private static <T> T answered(Supplier<T> call) {
        try {
            return translated(call);
        } catch (InvalidCiphertextException e) {
            throw e;
        } catch (KmsException e) {
            throw new StoreUnavailableException(Reason.REFUSED, e);
        }
    }
}
