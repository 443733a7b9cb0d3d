package dev.reprise.dynamodb;

import dev.reprise.eventstore.Digest;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.eventstore.TimestampFormat;
import dev.reprise.projections.Index;
import dev.reprise.projections.IndexEntry;
import dev.reprise.projections.ProjectedRow;
import dev.reprise.projections.ProjectedRow.Parked;
import dev.reprise.projections.ProjectedRow.Unfinished;
import dev.reprise.projections.RowKey;
import dev.reprise.projections.StoredRow;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Converts a row of a projection to an item of the views table, and back. */
final class ViewItem {

    private ViewItem() {}

    static SizedItem encode(ProjectedRow row) {
        SizedItem item = new SizedItem();
        ViewKeys.row(row.key()).forEach(item::put);
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
        row.unfinished()
                .ifPresent(change -> {
                    item.put(ViewsTable.TARGET, Attributes.number(change.target().value()));
                    item.put(ViewsTable.PARTS_DONE, Attributes.number(change.partsDone()));
                });
        row.parked().ifPresent(parked -> put(item, row.key(), parked));
        item.put(ViewsTable.DIGEST, Attributes.binary(row.digest().bytes()));
        row.view().ifPresent(view -> item.putDeflatable(ViewsTable.VIEW, view));
        return item;
    }

    private static void put(SizedItem item, RowKey key, Parked parked) {
        item.put(ViewsTable.PARKED, Attributes.text(generationPrefix(key)));
        item.put(ViewsTable.PARKED_AT, Attributes.number(parked.sequenceNumber()));
        item.put(ViewsTable.PARKED_REASON, Attributes.text(parked.reason().name()));
        item.put(ViewsTable.PARKED_SCHEMA_VERSION, Attributes.number(parked.schemaVersion()));
        item.put(ViewsTable.ERROR, Attributes.text(parked.error()));
    }

    /**
     * Decodes a row. Whatever is wrong with an item that has the key of a row makes a damaged row.
     *
     * @throws IllegalArgumentException if the key is not that of a row
     */
    static StoredRow decode(Map<String, AttributeValue> item) {
        RowKey key = ViewKeys.rowKey(item);
        Optional<AttributeValue> tag = Optional.ofNullable(item.get(ViewsTable.DIGEST));
        try {
            ProjectedRow row =
                    new ProjectedRow(
                            key,
                            new StreamVersion(Attributes.number(item, ViewsTable.VERSION)),
                            optional(
                                    item,
                                    ViewsTable.UPDATED_AT,
                                    () ->
                                            TimestampFormat.parse(
                                                    Attributes.text(item, ViewsTable.UPDATED_AT))),
                            optional(
                                    item,
                                    ViewsTable.HASH,
                                    () -> Digest.of(Attributes.binary(item, ViewsTable.HASH))),
                            optional(
                                    item,
                                    ViewsTable.VIEW,
                                    () ->
                                            Attributes.deflatable(
                                                    item,
                                                    ViewsTable.VIEW,
                                                    Attributes.MAX_STATE_BYTES)),
                            indexEntries(key, item),
                            optional(item, ViewsTable.TARGET, () -> unfinished(item)),
                            optional(item, ViewsTable.PARKED, () -> parked(item)));
            return StoredRow.of(row, Digest.of(Attributes.binary(item, ViewsTable.DIGEST)), tag);
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            return new StoredRow.Damaged(key, String.valueOf(e.getMessage()), tag);
        }
    }

    private static <T> Optional<T> optional(
            Map<String, AttributeValue> item, String name, Supplier<T> read) {
        return item.containsKey(name) ? Optional.of(read.get()) : Optional.empty();
    }

    private static Unfinished unfinished(Map<String, AttributeValue> item) {
        return new Unfinished(
                new StreamVersion(Attributes.positiveLong(item, ViewsTable.TARGET)),
                Attributes.positiveInt(item, ViewsTable.PARTS_DONE));
    }

    private static Parked parked(Map<String, AttributeValue> item) {
        return new Parked(
                Attributes.number(item, ViewsTable.PARKED_AT),
                Parked.Reason.valueOf(Attributes.text(item, ViewsTable.PARKED_REASON)),
                Math.toIntExact(Attributes.number(item, ViewsTable.PARKED_SCHEMA_VERSION)),
                Attributes.text(item, ViewsTable.ERROR));
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

    private static String generationPrefix(RowKey key) {
        return ViewKeys.generationPrefix(key.projection(), key.generation());
    }

    /** The rest of a partition key of an index. The name of an index has no slash. */
    static String partitionSuffix(Index index, String partition) {
        return index.name() + "/" + partition;
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
