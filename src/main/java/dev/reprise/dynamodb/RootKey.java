package dev.reprise.dynamodb;

import static dev.reprise.dynamodb.DynamoDbFaults.translated;

import dev.reprise.personal.AesGcm;
import dev.reprise.personal.KeyWrapping;
import dev.reprise.personal.SubjectKey;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.AEADBadTagException;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;

/**
 * The key that the keys of subjects are encrypted with at rest, by AES-256-GCM. It stands in the
 * keys table itself, encrypted by a {@link KeyWrapping}. A process asks for it once, at the first
 * use, so that the service with the master key is not asked for each subject.
 */
public final class RootKey {

    private final DynamoDbClient client;
    private final String table;
    private final KeyWrapping wrapping;
    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable SecretKeySpec known;

    public RootKey(DynamoDbClient client, String table, KeyWrapping wrapping, InstantSource clock) {
        this.client = client;
        this.table = table;
        this.wrapping = wrapping;
        this.clock = clock;
    }

    /** Encrypts the key of a subject. */
    byte[] wrap(String subject, byte[] key) {
        byte[] nonce = new byte[AesGcm.NONCE_LENGTH];
        random.nextBytes(nonce);
        return AesGcm.encrypt(key(), nonce, subject, key);
    }

    /**
     * Decrypts what {@link #wrap} made for this subject.
     *
     * @throws IllegalArgumentException if it was altered, or made for another subject
     */
    byte[] unwrap(String subject, byte[] stored) {
        try {
            return AesGcm.decrypt(key(), subject, stored);
        } catch (AEADBadTagException e) {
            throw new IllegalArgumentException(
                    "the key of a subject was altered, or encrypted with another root key", e);
        }
    }

    private SecretKeySpec key() {
        SecretKeySpec key = known;
        if (key != null) {
            return key;
        }
        lock.lock();
        try {
            if (known == null) {
                known = new SecretKeySpec(readOrMake(), "AES");
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    private byte[] readOrMake() {
        GetItemResponse stored =
                translated(() ->
                        client.getItem(get ->
                                get.tableName(table)
                                        .key(DynamoDbSubjectKeys.keyNamed(KeysTable.ROOT))
                                        .consistentRead(true)));
        return stored.hasItem()
                ? wrapping.unwrap(Attributes.binary(stored.item(), KeysTable.KEY))
                : make();
    }

    /** If another process makes it at the same time, the first write counts. */
    private byte[] make() {
        byte[] key = SubjectKey.newBytes();
        Map<String, AttributeValue> item =
                new HashMap<>(DynamoDbSubjectKeys.keyNamed(KeysTable.ROOT));
        item.put(KeysTable.KEY, Attributes.binary(wrapping.wrap(key)));
        item.put(KeysTable.MADE, Attributes.number(clock.millis()));
        try {
            translated(() ->
                    client.putItem(put ->
                            put.tableName(table)
                                    .item(item)
                                    .conditionExpression("attribute_not_exists(#subject)")
                                    .expressionAttributeNames(
                                            Map.of("#subject", KeysTable.SUBJECT))));
            return key;
        } catch (ConditionalCheckFailedException made) {
            return readOrMake();
        }
    }
}
