package dev.reprise.dynamodb;

import static dev.reprise.dynamodb.DynamoDbFaults.translated;

import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.projections.ProjectedRow;
import dev.reprise.projections.RowKey;
import dev.reprise.projections.RowRefusedException;
import dev.reprise.projections.RowWrite;
import dev.reprise.projections.SharedChanges;
import dev.reprise.projections.StoredRow;
import dev.reprise.projections.Total;
import dev.reprise.projections.ViewStore;
import java.math.BigDecimal;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * Writes rows of streams, and what they change in shared rows. A single row is one put; several
 * rows are one transaction, which takes twice the write units.
 */
final class ViewWrites {

    /** Kept free in a row that is not parked, for the error with which it may be parked later. */
    private static final int PARKING_RESERVE_BYTES = 8 * 1024;

    /** How many digits a number of DynamoDB has at most. */
    private static final int MAX_DIGITS = 38;

    /** Transactions that meet at a total cancel each other. */
    private static final RetryPolicy CANCELLED =
            RetryPolicy.jittered(20, Duration.ofSeconds(6), new SecureRandom());

    private final DynamoDbClient client;
    private final String table;

    ViewWrites(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    /** See {@link ViewStore#write}. */
    Set<RowKey> write(List<RowWrite> writes) {
        try {
            return writes.size() == 1 && writes.getFirst().changes().isEmpty()
                    ? put(writes.getFirst())
                    : transact(writes);
        } catch (DynamoDbException e) {
            if (isRefusal(e)) {
                throw new RowRefusedException("DynamoDB refuses the row: " + e.getMessage());
            }
            throw e;
        }
    }

    /** Whether the same request is refused each time. */
    private static boolean isRefusal(DynamoDbException e) {
        return e instanceof TransactionCanceledException
                || (e.awsErrorDetails() != null
                        && "ValidationException".equals(e.awsErrorDetails().errorCode()));
    }

    private Set<RowKey> put(RowWrite write) {
        ItemCondition condition = asRead(write.before());
        PutItemRequest put =
                PutItemRequest.builder()
                        .tableName(table)
                        .item(item(write.row()))
                        .conditionExpression(condition.expression())
                        .expressionAttributeNames(condition.names())
                        .expressionAttributeValues(condition.valuesOrNull())
                        .build();
        try {
            translated(() -> client.putItem(put));
            return Set.of();
        } catch (ConditionalCheckFailedException changed) {
            return Set.of(write.key());
        }
    }

    private static Map<String, AttributeValue> item(ProjectedRow row) {
        int viewBytes = row.view().map(ItemSize::utf8).orElse(0);
        if (viewBytes > Attributes.MAX_STATE_BYTES) {
            throw RowRefusedException.tooLarge(viewBytes, Attributes.MAX_STATE_BYTES);
        }
        SizedItem item = ViewItem.encode(row);
        int limit = ItemSize.MAX_BYTES - (row.parked().isPresent() ? 0 : PARKING_RESERVE_BYTES);
        if (item.bytes() > limit) {
            throw RowRefusedException.tooLarge(item.bytes(), limit);
        }
        return item.attributes();
    }

    private Set<RowKey> transact(List<RowWrite> writes) {
        TransactWriteItemsRequest request =
                TransactWriteItemsRequest.builder().transactItems(items(writes)).build();
        return Transactions.send(client, request, CANCELLED)
                .map(cancelled -> changed(writes, cancelled))
                .orElse(Set.of());
    }

    /** Only the rows of streams have conditions, and they come first. */
    private static Set<RowKey> changed(List<RowWrite> writes, TransactionCanceledException e) {
        Set<RowKey> changed = new HashSet<>();
        for (int i = 0; i < writes.size(); i++) {
            if (Transactions.isFailedCondition(e.cancellationReasons().get(i))) {
                changed.add(writes.get(i).key());
            }
        }
        return changed;
    }

    private List<TransactWriteItem> items(List<RowWrite> writes) {
        List<TransactWriteItem> items = new ArrayList<>();
        for (RowWrite write : writes) {
            items.add(row(write));
        }
        RowKey generation = writes.getFirst().key();
        Map<Total, Map<String, BigDecimal>> amounts = new TreeMap<>();
        for (RowWrite write : writes) {
            SharedChanges changes = write.changes();
            changes.added()
                    .forEach(row ->
                            items.add(
                                    putSearchRow(
                                            ViewKeys.searchRow(
                                                    generation,
                                                    row.index(),
                                                    row.partition(),
                                                    row.position()),
                                            write.key())));
            changes.removed()
                    .forEach(row ->
                            items.add(
                                    delete(
                                            ViewKeys.searchRow(
                                                    generation,
                                                    row.index(),
                                                    row.partition(),
                                                    row.position()))));
            changes.amounts()
                    .forEach((total, sums) ->
                            sums.forEach((name, amount) ->
                                    amounts.computeIfAbsent(total, _ -> new TreeMap<>())
                                            .merge(name, amount, BigDecimal::add)));
        }
        amounts.forEach((total, sums) ->
                items.add(
                        add(
                                ViewKeys.total(
                                        generation,
                                        total.table(),
                                        total.partition(),
                                        total.position()),
                                sums)));
        if (items.size() > ViewStore.MAX_WRITTEN) {
            throw new IllegalArgumentException(
                    "at most "
                            + ViewStore.MAX_WRITTEN
                            + " rows can be written together, not "
                            + items.size());
        }
        return items;
    }

    private TransactWriteItem row(RowWrite write) {
        ItemCondition condition = asRead(write.before());
        return TransactWriteItem.builder()
                .put(put ->
                        put.tableName(table)
                                .item(item(write.row()))
                                .conditionExpression(condition.expression())
                                .expressionAttributeNames(condition.names())
                                .expressionAttributeValues(condition.valuesOrNull()))
                .build();
    }

    private TransactWriteItem putSearchRow(Map<String, AttributeValue> key, RowKey of) {
        Map<String, AttributeValue> item = new HashMap<>(key);
        item.put(ViewsTable.STREAM, Attributes.text(of.stream().toString()));
        return TransactWriteItem.builder().put(put -> put.tableName(table).item(item)).build();
    }

    private TransactWriteItem delete(Map<String, AttributeValue> key) {
        return TransactWriteItem.builder()
                .delete(delete -> delete.tableName(table).key(key))
                .build();
    }

    private TransactWriteItem add(Map<String, AttributeValue> key, Map<String, BigDecimal> sums) {
        Map<String, String> names = new HashMap<>();
        Map<String, AttributeValue> values = new HashMap<>();
        List<String> additions = new ArrayList<>();
        sums.forEach((name, amount) -> {
            if (amount.stripTrailingZeros().precision() > MAX_DIGITS) {
                throw new RowRefusedException(
                        "the amount " + amount + " must have at most " + MAX_DIGITS + " digits");
            }
            String placeholder = Integer.toString(names.size());
            names.put("#s" + placeholder, ViewsTable.SUM_PREFIX + name);
            values.put(
                    ":a" + placeholder,
                    AttributeValue.fromN(amount.stripTrailingZeros().toPlainString()));
            additions.add("#s" + placeholder + " :a" + placeholder);
        });
        return TransactWriteItem.builder()
                .update(update ->
                        update.tableName(table)
                                .key(key)
                                .updateExpression("ADD " + String.join(", ", additions))
                                .expressionAttributeNames(names)
                                .expressionAttributeValues(values))
                .build();
    }

    /** The condition that the stored row is as it was read. */
    private static ItemCondition asRead(Optional<StoredRow> before) {
        if (before.isEmpty()) {
            return ItemCondition.withoutValues(
                    "attribute_not_exists(#row)", Map.of("#row", ViewsTable.ROW));
        }
        return switch (before.get()) {
            case StoredRow.Intact(ProjectedRow row) ->
                    digestIs(Attributes.binary(row.digest().bytes()));
            case StoredRow.Damaged damaged ->
                    damaged.tag()
                            .map(tag -> digestIs((AttributeValue) tag))
                            .orElse(
                                    ItemCondition.withoutValues(
                                            "attribute_exists(#row) AND"
                                                    + " attribute_not_exists(#digest)",
                                            Map.of(
                                                    "#row",
                                                    ViewsTable.ROW,
                                                    "#digest",
                                                    ViewsTable.DIGEST)));
        };
    }

    private static ItemCondition digestIs(AttributeValue digest) {
        return new ItemCondition(
                "#digest = :digest",
                Map.of("#digest", ViewsTable.DIGEST),
                Map.of(":digest", digest));
    }
}
