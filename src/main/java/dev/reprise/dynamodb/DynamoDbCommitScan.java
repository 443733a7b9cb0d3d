package dev.reprise.dynamodb;

import static dev.reprise.dynamodb.DynamoDbFaults.translated;

import dev.reprise.eventstore.Tenant;
import dev.reprise.projections.CommitScan;
import dev.reprise.projections.DeliveredCommit;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/** Scans the events table, whose part keys are the streams. The parts are DynamoDB's segments. */
public final class DynamoDbCommitScan implements CommitScan {

    /** As many commits are in memory at once. DynamoDB ends a page after 1 MB, too. */
    private static final int PAGE_SIZE = 1_000;

    private final DynamoDbClient client;
    private final String table;

    /**
     * A scan.
     *
     * @param client configured by {@link DynamoDbClientDefaults}
     * @param table the name of the events table
     */
    public DynamoDbCommitScan(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    @Override
    public boolean hasCommits() {
        ScanRequest one =
                ScanRequest.builder().tableName(table).consistentRead(true).limit(1).build();
        return translated(() -> client.scan(one)).count() > 0;
    }

    /** DynamoDB counts the items about every six hours. */
    @Override
    public OptionalLong estimatedCommits() {
        long count =
                translated(() -> client.describeTable(describe -> describe.tableName(table)))
                        .table()
                        .itemCount();
        return count == 0 ? OptionalLong.empty() : OptionalLong.of(count);
    }

    @Override
    public Page readAll(Part part, Optional<String> cursor) {
        return read(request(part, cursor).build(), _ -> true);
    }

    /** A name begins with its category, or with a tenant and then the category. */
    @Override
    public Page read(String category, Part part, Optional<String> cursor) {
        return read(
                request(part, cursor)
                        .filterExpression(
                                "begins_with(#stream, :category) OR (begins_with(#stream, :tenant)"
                                        + " AND contains(#stream, :categoryOfTenant))")
                        .expressionAttributeNames(Map.of("#stream", EventsTable.STREAM))
                        .expressionAttributeValues(
                                Map.of(
                                        ":category", Attributes.text(category + "-"),
                                        ":tenant", Attributes.text(Tenant.MARK),
                                        ":categoryOfTenant",
                                                Attributes.text(Tenant.MARK + category + "-")))
                        .build(),
                commit -> commit.stream().category().equals(category));
    }

    private ScanRequest.Builder request(Part part, Optional<String> cursor) {
        return ScanRequest.builder()
                .tableName(table)
                .consistentRead(true)
                .limit(PAGE_SIZE)
                .segment(part.number())
                .totalSegments(part.parts())
                .exclusiveStartKey(cursor.map(DynamoDbCommitScan::key).orElse(null));
    }

    private Page read(ScanRequest request, Predicate<DeliveredCommit> wanted) {
        ScanResponse page = translated(() -> client.scan(request));
        return new Page(
                page.items().stream()
                        .flatMap(item -> StreamImages.stored(item).stream())
                        .filter(wanted)
                        .toList(),
                page.scannedCount(),
                page.lastEvaluatedKey().isEmpty()
                        ? Optional.empty()
                        : Optional.of(cursor(page.lastEvaluatedKey())));
    }

    private static String cursor(Map<String, AttributeValue> key) {
        return Attributes.required(key, EventsTable.SEQ, AttributeValue.Type.N).n()
                + "/"
                + Attributes.text(key, EventsTable.STREAM);
    }

    private static Map<String, AttributeValue> key(String cursor) {
        String[] parts = cursor.split("/", 2);
        if (parts.length < 2) {
            throw new IllegalArgumentException("not a place in a scan: " + cursor);
        }
        return Map.of(
                EventsTable.SEQ,
                AttributeValue.fromN(parts[0]),
                EventsTable.STREAM,
                Attributes.text(parts[1]));
    }
}
