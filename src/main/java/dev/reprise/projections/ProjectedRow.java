package dev.reprise.projections;

import dev.reprise.eventstore.Digest;
import dev.reprise.eventstore.StreamVersion;
import java.util.List;
import java.util.Optional;

/**
 * What a projection keeps of a stream, from the stream's first event on and for ever: what its row
 * shows, and which events are in it.
 *
 * @param version the last event that is in it; {@link StreamVersion#NONE} where the very first
 *     commit is parked
 * @param hash that commit's hash; empty at version 0
 * @param view what the row shows, as the projection writes it; empty at version 0
 * @param parked where and why it stands still
 */
public record ProjectedRow(
        RowKey key,
        StreamVersion version,
        Optional<Digest> hash,
        Optional<String> view,
        List<IndexEntry> indexEntries,
        Optional<Parked> parked) {

    /**
     * A commit that cannot be decoded or applied. It and all later ones of its stream wait.
     *
     * @param sequenceNumber of its first event
     * @param error what is wrong with it
     */
    public record Parked(long sequenceNumber, String error) {}

    public ProjectedRow {
        indexEntries = List.copyOf(indexEntries);
        if (indexEntries.stream().map(IndexEntry::index).distinct().count() < indexEntries.size()) {
            throw new IllegalArgumentException("a row has at most one entry in an index");
        }
    }
}
