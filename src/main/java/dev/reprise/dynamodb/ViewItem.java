package dev.reprise.dynamodb;

import dev.reprise.eventstore.Digest;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.eventstore.TimestampFormat;
import dev.reprise.projections.Index;
import dev.reprise.projections.IndexEntry;
import dev.reprise.projections.ProjectedRow;
import dev.reprise.projections.ProjectedRow.Parked;
import dev.reprise.projections.ProjectedRow.Parked.Reason;
import dev.reprise.projections.RowKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Converts a row of a projection to an item of the views table, and back. */
final class ViewItem {

    private ViewItem() {}

    static SizedItem encode(ProjectedRow row) {
        SizedItem item = new SizedItem();
        key(row.key()).forEach(item::put);
        item.put(ViewsTable.VERSION, Attributes.number(row.version().value()));
        row.updatedAt()
                .ifPresent(at ->
                        item.put(
                                ViewsTable.UPDATED_AT,
                                Attributes.text(TimestampFormat.format(at))));
        row.hash().ifPresent(hash -> item.put(ViewsTable.HASH, Attributes.binary(hash.bytes())));
        for (IndexEntry entry : row.indexEntries()) {
            String partition =
                    generationPrefix(row.key()) + partitionSuffix(entry.index(), entry.partition());
            item.put(partitionAttribute(entry.index().slot()), Attributes.text(partition));
            item.put(positionAttribute(entry.index().slot()), Attributes.text(entry.position()));
        }
        row.parked()
                .ifPresent(parked -> {
                    item.put(ViewsTable.PARKED, Attributes.text(generationPrefix(row.key())));
                    item.put(ViewsTable.PARKED_AT, Attributes.number(parked.sequenceNumber()));
                    item.put(ViewsTable.PARKED_REASON, Attributes.text(parked.reason().name()));
                    item.put(
                            ViewsTable.PARKED_SCHEMA_VERSION,
                            Attributes.number(parked.schemaVersion()));
                    item.put(ViewsTable.ERROR, Attributes.text(parked.error()));
                });
        row.view().ifPresent(view -> item.putDeflatable(ViewsTable.VIEW, view));
        return item;
    }

    /** Decodes a row. A damaged attribute is read as absent; the projector writes it again. */
    static ProjectedRow decode(Map<String, AttributeValue> item) {
        RowKey key = key(item);
        return new ProjectedRow(
                key,
                Attributes.undamaged(() ->
                                new StreamVersion(Attributes.number(item, ViewsTable.VERSION)))
                        .orElse(StreamVersion.NONE),
                Attributes.undamaged(() -> updatedAt(item)),
                Attributes.undamaged(() -> Digest.of(Attributes.binary(item, ViewsTable.HASH))),
                Attributes.undamaged(() ->
                        Attributes.deflatable(item, ViewsTable.VIEW, Attributes.MAX_STATE_BYTES)),
                Attributes.undamaged(() -> indexEntries(key, item)).orElse(List.of()),
                Attributes.undamaged(() -> parked(item)));
    }

    private static Parked parked(Map<String, AttributeValue> item) {
        return new Parked(
                Attributes.number(item, ViewsTable.PARKED_AT),
                Attributes.undamaged(() ->
                                Reason.valueOf(Attributes.text(item, ViewsTable.PARKED_REASON)))
                        .orElse(Reason.DAMAGED),
                Attributes.undamaged(() ->
                                Math.toIntExact(
                                        Attributes.number(item, ViewsTable.PARKED_SCHEMA_VERSION)))
                        .orElse(0),
                Attributes.text(item, ViewsTable.ERROR));
    }

    private static Instant updatedAt(Map<String, AttributeValue> item) {
        try {
            return TimestampFormat.parse(Attributes.text(item, ViewsTable.UPDATED_AT));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "attribute " + ViewsTable.UPDATED_AT + " is not a timestamp", e);
        }
    }

    private static List<IndexEntry> indexEntries(RowKey key, Map<String, AttributeValue> item) {
        List<IndexEntry> entries = new ArrayList<>();
        for (int slot = 1; slot <= Index.SLOTS; slot++) {
            if (item.containsKey(partitionAttribute(slot))) {
                String partition = Attributes.text(item, partitionAttribute(slot));
                String position = Attributes.text(item, positionAttribute(slot));
                entries.add(indexEntry(key, slot, partition, position));
            }
        }
        return entries;
    }

    private static IndexEntry indexEntry(RowKey key, int slot, String partition, String position) {
        String prefix = generationPrefix(key);
        int nameEnds = partition.indexOf('/', prefix.length());
        if (!partition.startsWith(prefix) || nameEnds < 0) {
            throw new IllegalArgumentException(
                    "attribute "
                            + partitionAttribute(slot)
                            + " must be "
                            + prefix
                            + "<index>/<partition>, found \""
                            + partition
                            + "\"");
        }
        return new IndexEntry(
                new Index(partition.substring(prefix.length(), nameEnds), slot),
                partition.substring(nameEnds + 1),
                position);
    }

    static Map<String, AttributeValue> key(RowKey key) {
        return Map.of(ViewsTable.ROW, Attributes.text(generationPrefix(key) + key.stream()));
    }

    private static String generationPrefix(RowKey key) {
        return generationPrefix(key.projection(), key.generation());
    }

    /** The beginning of every key of a generation: {@code order-summaries/1/}. */
    static String generationPrefix(String projection, int number) {
        return projection + "/" + number + "/";
    }

    /** The rest of a partition key of an index. The name of an index has no slash. */
    static String partitionSuffix(Index index, String partition) {
        return index.name() + "/" + partition;
    }

    /**
     * The key of a row's item. Neither a projection's name nor a number has a slash.
     *
     * @throws IllegalArgumentException if the item is not that of a row
     */
    static RowKey key(Map<String, AttributeValue> item) {
        String row = Attributes.text(item, ViewsTable.ROW);
        String[] parts = row.split("/", 3);
        if (parts.length < 3) {
            throw new IllegalArgumentException(
                    "the key of a row must be <projection>/<generation>/<stream>, found \""
                            + row
                            + "\"");
        }
        return new RowKey(
                parts[0],
                Integer.parseInt(parts[1]),
                StreamName.parse(parts[2])
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "the key of a row must be <projection>/<generation>/<stream>, found \""
                                                + row
                                                + "\"")));
    }

    static String partitionAttribute(int slot) {
        return slot == 1 ? ViewsTable.INDEX_1 : ViewsTable.INDEX_2;
    }

    static String positionAttribute(int slot) {
        return slot == 1 ? ViewsTable.POSITION_1 : ViewsTable.POSITION_2;
    }

    /** The name of the DynamoDB index that holds the indexes of a slot. */
    static String tableIndex(int slot) {
        return slot == 1 ? ViewsTable.FIRST_INDEX : ViewsTable.SECOND_INDEX;
    }
}
