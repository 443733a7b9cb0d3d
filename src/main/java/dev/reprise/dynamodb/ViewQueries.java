package dev.reprise.dynamodb;

import static dev.reprise.dynamodb.DynamoDbFaults.translated;

import dev.reprise.eventstore.StreamName;
import dev.reprise.projections.PositionRange;
import dev.reprise.projections.StoredRow;
import dev.reprise.projections.ViewStore;
import dev.reprise.projections.ViewStore.Found;
import dev.reprise.projections.ViewStore.IndexQuery;
import dev.reprise.projections.ViewStore.RowPage;
import dev.reprise.projections.ViewStore.SearchQuery;
import dev.reprise.projections.ViewStore.StoredTotal;
import dev.reprise.projections.ViewStore.TotalsQuery;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** Reads the indexes, search rows and totals of the views table. */
final class ViewQueries {

    private final DynamoDbClient client;
    private final String table;
    private final boolean consistentRead;

    /** Indexes are read eventually consistently in any case. */
    ViewQueries(DynamoDbClient client, String table, boolean consistentRead) {
        this.client = client;
        this.table = table;
        this.consistentRead = consistentRead;
    }

    /** See {@link ViewStore#find}. */
    List<Found> find(IndexQuery query, Optional<String> below, int limit) {
        int slot = query.index().slot();
        String partition =
                ViewKeys.generationPrefix(query.projection(), query.generation())
                        + ViewItem.partitionSuffix(query.index(), query.partition());
        Map<String, String> names =
                new HashMap<>(Map.of("#partition", ViewItem.partitionAttribute(slot)));
        Map<String, AttributeValue> values =
                new HashMap<>(Map.of(":partition", Attributes.text(partition)));
        String condition = "#partition = :partition";
        if (below.isPresent()) {
            names.put("#position", ViewItem.positionAttribute(slot));
            values.put(":below", Attributes.text(below.get()));
            condition += " AND #position < :below";
        }
        QueryRequest request =
                QueryRequest.builder()
                        .tableName(table)
                        .indexName(ViewItem.tableIndex(slot))
                        .keyConditionExpression(condition)
                        .expressionAttributeNames(names)
                        .expressionAttributeValues(values)
                        .scanIndexForward(false)
                        .build();
        return items(request, limit).stream()
                .map(item ->
                        new Found(
                                ViewKeys.rowKey(item).stream(),
                                Attributes.text(item, ViewItem.positionAttribute(slot))))
                .toList();
    }

    /** See {@link ViewStore#search}. */
    List<Found> search(SearchQuery query, int limit) {
        String prefix = ViewKeys.searchPrefix(query.index(), query.partition());
        QueryRequest request =
                sharedRows(
                                ViewKeys.sharedPart(
                                        query.projection(),
                                        query.generation(),
                                        query.index(),
                                        query.partition()),
                                prefix,
                                query.range())
                        .scanIndexForward(!query.descending())
                        .build();
        return inRange(request, prefix, query.range(), limit)
                .map(item ->
                        new Found(
                                StreamName.parse(Attributes.text(item, ViewsTable.STREAM))
                                        .orElseThrow(),
                                position(item, prefix)))
                .toList();
    }

    /** See {@link ViewStore#totals}. */
    List<StoredTotal> totals(TotalsQuery query, int limit) {
        String prefix = ViewKeys.totalPrefix(query.table(), query.partition());
        QueryRequest request =
                sharedRows(
                                ViewKeys.sharedPart(
                                        query.projection(),
                                        query.generation(),
                                        query.table(),
                                        query.partition()),
                                prefix,
                                query.range())
                        .build();
        return inRange(request, prefix, query.range(), limit)
                .map(item -> new StoredTotal(position(item, prefix), sums(item)))
                .toList();
    }

    /** See {@link ViewStore#rows(String, int, Optional, int)}. */
    RowPage rows(String projection, int generation, Optional<String> cursor, int limit) {
        RowPlace place = cursor.map(RowPlace::parse).orElse(RowPlace.FIRST);
        AttributeValue part = Attributes.text(ViewKeys.part(projection, generation, place.part()));
        QueryRequest request =
                QueryRequest.builder()
                        .tableName(table)
                        .consistentRead(true)
                        .limit(limit)
                        .keyConditionExpression("#part = :part AND begins_with(#row, :streams)")
                        .expressionAttributeNames(
                                Map.of("#part", ViewsTable.PART, "#row", ViewsTable.ROW))
                        .expressionAttributeValues(
                                Map.of(
                                        ":part",
                                        part,
                                        ":streams",
                                        Attributes.text(ViewKeys.STREAM_PREFIX)))
                        .exclusiveStartKey(
                                place.row().isEmpty()
                                        ? null
                                        : Map.of(
                                                ViewsTable.PART,
                                                part,
                                                ViewsTable.ROW,
                                                Attributes.text(place.row())))
                        .build();
        QueryResponse page = translated(() -> client.query(request));
        List<StoredRow> rows =
                page.items().stream()
                        .flatMap(item -> Attributes.undamaged(() -> ViewItem.decode(item)).stream())
                        .toList();
        return new RowPage(
                rows,
                page.lastEvaluatedKey().isEmpty()
                        ? place.nextPart().map(RowPlace::toString)
                        : Optional.of(
                                new RowPlace(
                                                place.part(),
                                                Attributes.text(
                                                        page.lastEvaluatedKey(), ViewsTable.ROW))
                                        .toString()));
    }

    /**
     * A place in the rows of a generation.
     *
     * @param part the number of the partition key
     * @param row the sort key of the last row before the place; empty at the beginning of the part
     */
    private record RowPlace(int part, String row) {

        static final RowPlace FIRST = new RowPlace(0, "");

        private static final Pattern FORM =
                Pattern.compile("(\\d{1,2})/((?:" + ViewKeys.STREAM_PREFIX + ".+)?)");

        static RowPlace parse(String cursor) {
            Matcher place = FORM.matcher(cursor);
            if (!place.matches() || Integer.parseInt(place.group(1)) >= ViewKeys.PARTS) {
                throw new IllegalArgumentException("not a place in the rows: " + cursor);
            }
            return new RowPlace(Integer.parseInt(place.group(1)), place.group(2));
        }

        Optional<RowPlace> nextPart() {
            return part + 1 < ViewKeys.PARTS
                    ? Optional.of(new RowPlace(part + 1, ""))
                    : Optional.empty();
        }

        @Override
        public String toString() {
            return part + "/" + row;
        }
    }

    private static Map<String, BigDecimal> sums(Map<String, AttributeValue> item) {
        Map<String, BigDecimal> sums = new HashMap<>();
        item.forEach((name, value) -> {
            if (name.startsWith(ViewsTable.SUM_PREFIX)) {
                BigDecimal sum = new BigDecimal(value.n());
                if (sum.signum() != 0) {
                    sums.put(name.substring(ViewsTable.SUM_PREFIX.length()), sum);
                }
            }
        });
        return sums;
    }

    private static String position(Map<String, AttributeValue> item, String prefix) {
        return Attributes.text(item, ViewsTable.ROW).substring(prefix.length());
    }

    /** Selects the rows of a partition in a range; its end is included. */
    private QueryRequest.Builder sharedRows(String part, String prefix, PositionRange range) {
        PositionRange all = PositionRange.ofPrefix(prefix);
        return QueryRequest.builder()
                .tableName(table)
                .consistentRead(consistentRead)
                .keyConditionExpression("#part = :part AND #row BETWEEN :from AND :to")
                .expressionAttributeNames(Map.of("#part", ViewsTable.PART, "#row", ViewsTable.ROW))
                .expressionAttributeValues(
                        Map.of(
                                ":part",
                                Attributes.text(part),
                                ":from",
                                Attributes.text(prefix + range.from().orElse("")),
                                ":to",
                                Attributes.text(
                                        range.below()
                                                .map(below -> prefix + below)
                                                .orElse(all.below().orElseThrow()))));
    }

    /** One item more than the limit is read: the one at the end of the range is not in it. */
    private Stream<Map<String, AttributeValue>> inRange(
            QueryRequest request, String prefix, PositionRange range, int limit) {
        return items(request, limit + 1).stream()
                .filter(item -> range.contains(position(item, prefix)))
                .limit(limit);
    }

    /**
     * The first items of a query, fewer than {@code limit} only if there are no more. DynamoDB ends
     * a page at 1 MB, maybe before its limit: the query ends with the page that has no {@code
     * LastEvaluatedKey}.
     */
    List<Map<String, AttributeValue>> items(QueryRequest query, int limit) {
        List<Map<String, AttributeValue>> items = new ArrayList<>();
        QueryRequest next = query;
        while (true) {
            QueryRequest request = next.toBuilder().limit(limit - items.size()).build();
            QueryResponse page = translated(() -> client.query(request));
            items.addAll(page.items());
            if (page.lastEvaluatedKey().isEmpty() || items.size() == limit) {
                return items;
            }
            next = query.toBuilder().exclusiveStartKey(page.lastEvaluatedKey()).build();
        }
    }
}
