package dev.reprise.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.reprise.RunsBesideQuarkus;
import dev.reprise.local.DynamoDbLocal;
import dev.reprise.personal.KeyFile;
import dev.reprise.personal.KeyWrapping;
import dev.reprise.personal.Subject;
import dev.reprise.personal.SubjectKeys;
import dev.reprise.personal.SubjectKeysContract;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@RunsBesideQuarkus
class DynamoDbSubjectKeysIT extends SubjectKeysContract {

    private static final RequestLog LOG = new RequestLog();
    private static final DynamoDbClient CLIENT = LOG.client();
    private static final String TABLE = DynamoDbLocal.freshTables() + "-keys";
    private static final KeyWrapping MASTER_KEY = KeyFile.inMemory();
    private static final InstantSource CLOCK = InstantSource.system();

    @AfterAll
    static void close() {
        CLIENT.close();
    }

    /** A process of its own, which has read no root key yet. */
    @Override
    protected SubjectKeys keys() {
        return keys(MASTER_KEY);
    }

    private static SubjectKeys keys(KeyWrapping masterKey) {
        return new DynamoDbSubjectKeys(
                CLIENT, TABLE, new RootKey(CLIENT, TABLE, masterKey, CLOCK), CLOCK);
    }

    private static void measured(Runnable call, String requests, double... units) {
        LOG.clear();
        call.run();
        assertThat(LOG.names()).containsExactly(requests.split(" "));
        assertThat(LOG.units()).containsExactlyElementsOf(DoubleStream.of(units).boxed().toList());
    }

    @Test
    void a_key_costs_half_a_read_unit_and_a_write_when_it_is_made_or_destroyed() {
        SubjectKeys keys = keys();
        keys.findOrMake(Subject.parse("cost-0"));

        measured(
                () -> keys.findOrMake(Subject.parse("cost-1")),
                "GetItem GetItem PutItem",
                0.5,
                1,
                1);
        measured(() -> keys.findOrMake(Subject.parse("cost-1")), "GetItem", 0.5);
        measured(() -> keys.find(Subject.parse("cost-1")), "GetItem", 0.5);
        // The subject is entered in the index, too.
        measured(() -> keys.destroy(Subject.parse("cost-1"), Instant.EPOCH), "UpdateItem", 2);
    }

    @Test
    void a_destroyed_key_leaves_nothing_in_the_table() {
        keys().findOrMake(Subject.parse("gone"));
        keys().destroy(Subject.parse("gone"), Instant.EPOCH);

        assertThat(item("gone").keySet())
                .containsExactlyInAnyOrder("subject", "destroyed", "listed", "turn");
    }

    @Test
    void a_key_is_stored_encrypted_and_bound_to_its_subject() {
        keys().findOrMake(Subject.parse("one"));
        Map<String, AttributeValue> moved =
                Map.of("subject", AttributeValue.fromS("two"), "key", item("one").get("key"));
        try (DynamoDbClient dynamoDb = DynamoDbLocal.client()) {
            dynamoDb.putItem(put -> put.tableName(TABLE).item(moved));
        }

        assertThatIllegalArgumentException().isThrownBy(() -> keys().find(Subject.parse("two")));
    }

    @Test
    void without_the_master_key_no_key_is_read() {
        keys().findOrMake(Subject.parse("three"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> keys(KeyFile.inMemory()).find(Subject.parse("three")));
    }

    private static Map<String, AttributeValue> item(String subject) {
        try (DynamoDbClient dynamoDb = DynamoDbLocal.client()) {
            return dynamoDb.getItem(get ->
                            get.tableName(TABLE)
                                    .key(Map.of("subject", AttributeValue.fromS(subject)))
                                    .consistentRead(true))
                    .item();
        }
    }
}
