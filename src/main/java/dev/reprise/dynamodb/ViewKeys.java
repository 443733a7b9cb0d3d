package dev.reprise.dynamodb;

import dev.reprise.eventstore.FramedDigest;
import dev.reprise.eventstore.StreamName;
import dev.reprise.projections.RowKey;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The keys of the views table's items, see {@link ViewsTable}. */
final class ViewKeys {

    /**
     * How many partition keys a generation has. One takes about 1,000 write units per second. The
     * number is part of the keys: to change it, change the names of all projections.
     */
    static final int PARTS = 64;

    static final String STREAM_PREFIX = "stream/";

    private ViewKeys() {}

    /** The key of an item of a projection as a whole. */
    static Map<String, AttributeValue> projection(String projection, String item) {
        return key(projection, item);
    }

    /** The key of a stream's row. */
    static Map<String, AttributeValue> row(RowKey key) {
        return key(
                part(key.projection(), key.generation(), key.stream().toString()),
                STREAM_PREFIX + key.stream());
    }

    /** The key of a search row. */
    static Map<String, AttributeValue> searchRow(
            RowKey of, String index, String partition, String position) {
        return key(
                sharedPart(of.projection(), of.generation(), index, partition),
                searchPrefix(index, partition) + position);
    }

    /** The key of a total. */
    static Map<String, AttributeValue> total(
            RowKey of, String table, String partition, String position) {
        return key(
                sharedPart(of.projection(), of.generation(), table, partition),
                totalPrefix(table, partition) + position);
    }

    /** How the sort keys of the search rows of a partition begin. */
    static String searchPrefix(String index, String partition) {
        return "search/" + index + "/" + partition + "/";
    }

    /** How the sort keys of the totals of a partition begin. */
    static String totalPrefix(String table, String partition) {
        return "total/" + table + "/" + partition + "/";
    }

    /** The partition key of the search rows or totals of a partition: one for all of them. */
    static String sharedPart(String projection, int generation, String name, String partition) {
        return part(projection, generation, name + "/" + partition);
    }

    private static String part(String projection, int generation, String hashed) {
        byte[] hash = new FramedDigest().add(hashed).digest().bytes();
        return part(projection, generation, Byte.toUnsignedInt(hash[0]) % PARTS);
    }

    /** The partition key with a number from 0. */
    static String part(String projection, int generation, int number) {
        return generationPrefix(projection, generation) + "%02d".formatted(number);
    }

    /** How every partition key of a generation begins: {@code order-summaries/1/}. */
    static String generationPrefix(String projection, int number) {
        return projection + "/" + number + "/";
    }

    private static Map<String, AttributeValue> key(String part, String row) {
        return Map.of(ViewsTable.PART, Attributes.text(part), ViewsTable.ROW, Attributes.text(row));
    }

    /**
     * The key of a stream's row. Neither a projection's name nor a number has a slash.
     *
     * @throws IllegalArgumentException if the item is not the row of a stream
     */
    static RowKey rowKey(Map<String, AttributeValue> item) {
        String part = Attributes.text(item, ViewsTable.PART);
        String row = Attributes.text(item, ViewsTable.ROW);
        String[] parts = part.split("/", -1);
        if (parts.length != 3 || !row.startsWith(STREAM_PREFIX)) {
            throw new IllegalArgumentException(
                    "the key of a row must be <projection>/<generation>/<number> and stream/<stream>,"
                            + " found "
                            + part
                            + " and "
                            + row);
        }
        return new RowKey(
                parts[0],
                Integer.parseInt(parts[1]),
                StreamName.parse(row.substring(STREAM_PREFIX.length()))
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "the row " + row + " must name a stream")));
    }
}
