package dev.reprise.projections;

import dev.reprise.eventstore.Digest;
import dev.reprise.eventstore.EventCodec;
import dev.reprise.eventstore.StreamVersion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a projection stores for a stream: the view, and the last event in it. A row exists from the
 * stream's first event on and is never removed.
 *
 * @param version the number of the last event in the view; {@link StreamVersion#NONE} if the
 *     stream's first commit is parked
 * @param updatedAt the timestamp of that event; empty at version 0
 * @param hash the hash of that event's commit; empty at version 0
 * @param view the view, encoded by the projection; empty at version 0
 * @param parked the commit that could not be applied; empty if there is none
 */
public record ProjectedRow(
        RowKey key,
        StreamVersion version,
        Optional<Instant> updatedAt,
        Optional<Digest> hash,
        Optional<String> view,
        List<IndexEntry> indexEntries,
        Optional<Parked> parked) {

    /**
     * A commit that cannot be decoded or applied. This commit and all later ones of its stream
     * wait.
     *
     * @param sequenceNumber the number of the commit's first event; for a contradiction, of the
     *     first event that is known to be affected
     * @param reason why it cannot be applied
     * @param schemaVersion the {@link EventCodec#schemaVersion} of the code that parked it; 0 if it
     *     is not known
     * @param error what is wrong with the commit, or what the code did not know
     */
    public record Parked(long sequenceNumber, Reason reason, int schemaVersion, String error) {

        /** Why a commit cannot be applied. */
        public enum Reason {
            /** The commit is damaged, or the projection fails for it. */
            DAMAGED,
            /** A newer release wrote the commit. Code that knows it can apply it. */
            NEWER_RELEASE,
            /**
             * The row was made from a commit that the event store does not have: the events table
             * was restored to an earlier time, or a commit was changed or removed.
             */
            CONTRADICTION
        }

        /**
         * Whether code of a schema version is to try the commit again: always if it waits for a
         * newer release; if it is damaged, once the code is newer than the code that parked it. No
         * code can resolve a contradiction.
         */
        boolean isRetriedBy(int codeVersion) {
            return switch (reason) {
                case NEWER_RELEASE -> true;
                case DAMAGED -> schemaVersion < codeVersion;
                case CONTRADICTION -> false;
            };
        }
    }

    public ProjectedRow {
        indexEntries = List.copyOf(indexEntries);
        if (indexEntries.stream().map(IndexEntry::index).distinct().count() < indexEntries.size()) {
            throw new IllegalArgumentException(
                    "a row must have at most one entry in each index, found " + indexEntries);
        }
    }
}
