package dev.reprise.dynamodb;

import dev.reprise.eventstore.Digest;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.projections.Index;
import dev.reprise.projections.IndexEntry;
import dev.reprise.projections.ProjectedRow;
import dev.reprise.projections.ProjectedRow.Parked;
import dev.reprise.projections.RowKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A row of a projection as an item of the views table, both ways. */
final class ViewItem {

    private ViewItem() {}

    static Map<String, AttributeValue> encode(ProjectedRow row) {
        Map<String, AttributeValue> item = new HashMap<>(key(row.key()));
        item.put(ViewsTable.VERSION, Attributes.number(row.version().value()));
        row.hash().ifPresent(hash -> item.put(ViewsTable.HASH, Attributes.binary(hash.bytes())));
        for (IndexEntry entry : row.indexEntries()) {
            String partition = generation(row.key()) + entry.partition();
            item.put(partitionOf(entry.index()), Attributes.text(partition));
            item.put(positionOf(entry.index()), Attributes.text(entry.position()));
        }
        row.parked()
                .ifPresent(parked -> {
                    item.put(ViewsTable.PARKED, Attributes.text(generation(row.key())));
                    item.put(ViewsTable.PARKED_AT, Attributes.number(parked.sequenceNumber()));
                    item.put(ViewsTable.ERROR, Attributes.text(parked.error()));
                });
        row.view().ifPresent(view -> Attributes.putDeflatable(item, ViewsTable.VIEW, view));
        return item;
    }

    /** A row as it is stored, without what of it is damaged: that is made anew. */
    static ProjectedRow decode(Map<String, AttributeValue> item) {
        RowKey key = key(item);
        return new ProjectedRow(
                key,
                Attributes.undamaged(() ->
                                new StreamVersion(Attributes.number(item, ViewsTable.VERSION)))
                        .orElse(StreamVersion.NONE),
                Attributes.undamaged(() -> Digest.of(Attributes.binary(item, ViewsTable.HASH))),
                Attributes.undamaged(() -> Attributes.deflatable(item, ViewsTable.VIEW)),
                Attributes.undamaged(() -> indexEntries(key, item)).orElse(List.of()),
                Attributes.undamaged(() ->
                        new Parked(
                                Attributes.number(item, ViewsTable.PARKED_AT),
                                Attributes.text(item, ViewsTable.ERROR))));
    }

    private static List<IndexEntry> indexEntries(RowKey key, Map<String, AttributeValue> item) {
        int prefix = generation(key).length();
        List<IndexEntry> entries = new ArrayList<>();
        for (Index index : Index.values()) {
            if (item.containsKey(partitionOf(index))) {
                entries.add(
                        new IndexEntry(
                                index,
                                Attributes.text(item, partitionOf(index)).substring(prefix),
                                Attributes.text(item, positionOf(index))));
            }
        }
        return entries;
    }

    static Map<String, AttributeValue> key(RowKey key) {
        return Map.of(ViewsTable.ROW, Attributes.text(generation(key) + key.stream()));
    }

    private static String generation(RowKey key) {
        return generation(key.projection(), key.generation());
    }

    /** What the keys of a generation begin with. */
    static String generation(String projection, int number) {
        return projection + "/" + number + "/";
    }

    /** The key of a row's item; neither a projection's name nor a number has a slash. */
    static RowKey key(Map<String, AttributeValue> item) {
        String row = Attributes.text(item, ViewsTable.ROW);
        String[] parts = row.split("/", 3);
        if (parts.length < 3) {
            throw new IllegalArgumentException("\"" + row + "\" is not the key of a row");
        }
        return new RowKey(
                parts[0],
                Integer.parseInt(parts[1]),
                StreamName.parse(parts[2])
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "\"" + row + "\" is not the key of a row")));
    }

    static String partitionOf(Index index) {
        return switch (index) {
            case FIRST -> ViewsTable.INDEX_1;
            case SECOND -> ViewsTable.INDEX_2;
        };
    }

    static String positionOf(Index index) {
        return switch (index) {
            case FIRST -> ViewsTable.POSITION_1;
            case SECOND -> ViewsTable.POSITION_2;
        };
    }

    static String nameOf(Index index) {
        return switch (index) {
            case FIRST -> ViewsTable.FIRST_INDEX;
            case SECOND -> ViewsTable.SECOND_INDEX;
        };
    }
}
