package dev.reprise.dynamodb;

import static dev.reprise.dynamodb.DynamoDbFaults.translated;

import dev.reprise.personal.Subject;
import dev.reprise.personal.SubjectKey;
import dev.reprise.personal.SubjectKeys;
import dev.reprise.personal.SubjectKeys.Found;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * {@link SubjectKeys} in a table of its own. A key takes one eventually consistent read; one that
 * is not found, a strongly consistent one as well. To make or to destroy one takes a write.
 */
public final class DynamoDbSubjectKeys implements SubjectKeys {

    private static final int PAGE_SIZE = 100;

    private final DynamoDbClient client;
    private final String table;
    private final RootKey root;
    private final InstantSource clock;

    /**
     * Keys.
     *
     * @param client with the time-outs and retries of {@link DynamoDbClientDefaults}
     */
    public DynamoDbSubjectKeys(
            DynamoDbClient client, String table, RootKey root, InstantSource clock) {
        this.client = client;
        this.table = table;
        this.root = root;
        this.clock = clock;
    }

    @Override
    public Found find(Subject subject) {
        return get(subject, false)
                .or(() -> get(subject, true))
                .map(item -> found(subject, item))
                .orElseGet(Found.Nothing::new);
    }

    private Optional<Map<String, AttributeValue>> get(Subject subject, boolean strongly) {
        GetItemResponse answer =
                translated(() ->
                        client.getItem(get ->
                                get.tableName(table).key(key(subject)).consistentRead(strongly)));
        return answer.hasItem() ? Optional.of(answer.item()) : Optional.empty();
    }

    private Found found(Subject subject, Map<String, AttributeValue> item) {
        return item.containsKey(KeysTable.DESTROYED)
                ? new Found.Destroyed(Attributes.instant(item, KeysTable.DESTROYED))
                : new Found.Key(
                        new SubjectKey(
                                root.unwrap(
                                        subject.toString(),
                                        Attributes.binary(item, KeysTable.KEY))));
    }

    @Override
    public Found findOrMake(Subject subject) {
        Found found = find(subject);
        return found instanceof Found.Nothing ? make(subject) : found;
    }

    /**
     * Another process may make the key, or destroy it, at the same time: the first write counts.
     */
    private Found make(Subject subject) {
        byte[] key = SubjectKey.newBytes();
        Map<String, AttributeValue> item = new HashMap<>(key(subject));
        item.put(KeysTable.KEY, Attributes.binary(root.wrap(subject.toString(), key)));
        item.put(KeysTable.MADE, Attributes.number(clock.millis()));
        try {
            translated(() ->
                    client.putItem(put ->
                            put.tableName(table)
                                    .item(item)
                                    .conditionExpression("attribute_not_exists(#subject)")
                                    .expressionAttributeNames(Map.of("#subject", KeysTable.SUBJECT))
                                    .returnValuesOnConditionCheckFailure(
                                            ReturnValuesOnConditionCheckFailure.ALL_OLD)));
            return new Found.Key(new SubjectKey(key));
        } catch (ConditionalCheckFailedException e) {
            return found(subject, e.item());
        }
    }

    @Override
    public Instant destroy(Subject subject, Instant now) {
        UpdateItemRequest request =
                UpdateItemRequest.builder()
                        .tableName(table)
                        .key(key(subject))
                        .updateExpression(
                                "SET #destroyed = if_not_exists(#destroyed, :now), #listed = :now,"
                                        + " #turn = :first REMOVE #key, #made")
                        .expressionAttributeNames(
                                Map.of(
                                        "#destroyed", KeysTable.DESTROYED,
                                        "#listed", KeysTable.LISTED,
                                        "#turn", KeysTable.TURN,
                                        "#key", KeysTable.KEY,
                                        "#made", KeysTable.MADE))
                        .expressionAttributeValues(
                                Map.of(
                                        ":now", Attributes.number(now.toEpochMilli()),
                                        ":first", Attributes.text(Turn.FIRST.name())))
                        .returnValues(ReturnValue.ALL_NEW)
                        .build();
        return Attributes.instant(
                translated(() -> client.updateItem(request)).attributes(), KeysTable.DESTROYED);
    }

    @Override
    public List<Unfinished> unfinished(Turn turn, Instant listedUntil) {
        QueryRequest request =
                QueryRequest.builder()
                        .tableName(table)
                        .indexName(KeysTable.UNFINISHED_INDEX)
                        .keyConditionExpression("#turn = :turn AND #listed <= :until")
                        .expressionAttributeNames(
                                Map.of("#turn", KeysTable.TURN, "#listed", KeysTable.LISTED))
                        .expressionAttributeValues(
                                Map.of(
                                        ":turn", Attributes.text(turn.name()),
                                        ":until", Attributes.number(listedUntil.toEpochMilli())))
                        .limit(PAGE_SIZE)
                        .build();
        return translated(() -> client.query(request)).items().stream()
                .map(item ->
                        new Unfinished(
                                Subject.parse(Attributes.text(item, KeysTable.SUBJECT)),
                                Attributes.instant(item, KeysTable.DESTROYED),
                                Attributes.instant(item, KeysTable.LISTED),
                                turn))
                .toList();
    }

    @Override
    public boolean finish(Unfinished done) {
        UpdateItemRequest.Builder request =
                UpdateItemRequest.builder()
                        .tableName(table)
                        .key(key(done.subject()))
                        .updateExpression(
                                switch (done.turn()) {
                                    case FIRST -> "SET #turn = :last";
                                    case LAST -> "REMOVE #turn, #listed";
                                })
                        .conditionExpression("#turn = :turn AND #listed = :listed")
                        .expressionAttributeNames(
                                Map.of("#turn", KeysTable.TURN, "#listed", KeysTable.LISTED));
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":turn", Attributes.text(done.turn().name()));
        values.put(":listed", Attributes.number(done.listedAt().toEpochMilli()));
        if (done.turn() == Turn.FIRST) {
            values.put(":last", Attributes.text(Turn.LAST.name()));
        }
        try {
            translated(() -> client.updateItem(request.expressionAttributeValues(values).build()));
            return true;
        } catch (ConditionalCheckFailedException listedAnew) {
            return false;
        }
    }

    private static Map<String, AttributeValue> key(Subject subject) {
        return keyNamed(subject.toString());
    }

    /** The key of an item. */
    static Map<String, AttributeValue> keyNamed(String name) {
        return Map.of(KeysTable.SUBJECT, Attributes.text(name));
    }
}
