package dev.reprise.projections;

import dev.reprise.eventstore.Digest;
import dev.reprise.eventstore.EventCodec;
import dev.reprise.eventstore.FramedDigest;
import dev.reprise.eventstore.StreamVersion;
import java.time.Instant;
import java.util.Comparator;
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
 * @param unfinished the change of shared rows that is under way; empty if there is none
 * @param parked the commit that could not be applied; empty if there is none
 */
public record ProjectedRow(
        RowKey key,
        StreamVersion version,
        Optional<Instant> updatedAt,
        Optional<Digest> hash,
        Optional<String> view,
        List<IndexEntry> indexEntries,
        Optional<Unfinished> unfinished,
        Optional<Parked> parked) {

    /**
     * A change of shared rows that takes several transactions. The row is as before the change, and
     * later commits of its stream wait.
     *
     * @param target the version that the row has when the change is finished
     * @param partsDone how many parts of the change are written, 1 or more
     */
    public record Unfinished(StreamVersion target, int partsDone) {}

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
            CONTRADICTION,
            /**
             * The stored row was damaged or deleted, and what its stream contributes to shared rows
             * is not known: counted anew, it would count twice. Only a rebuild makes it right.
             */
            NEEDS_REBUILD
        }

        /**
         * Whether code of a schema version is to try the commit again: always if it waits for a
         * newer release; if it is damaged, once the code is newer than the code that parked it. No
         * code can resolve a contradiction, or find out what was lost.
         */
        boolean isRetriedBy(int codeVersion) {
            return switch (reason) {
                case NEWER_RELEASE -> true;
                case DAMAGED -> schemaVersion < codeVersion;
                case CONTRADICTION, NEEDS_REBUILD -> false;
            };
        }
    }

    public ProjectedRow {
        indexEntries =
                indexEntries.stream()
                        .sorted(Comparator.comparingInt(entry -> entry.index().slot()))
                        .toList();
        boolean hasEvents = version.value() > 0;
        if (updatedAt.isPresent() != hasEvents
                || hash.isPresent() != hasEvents
                || view.isPresent() != hasEvents) {
            throw new IllegalArgumentException(
                    "a row of version 1 or more must have a timestamp, a hash and a view, and one of"
                            + " version 0 none of them");
        }
        if (indexEntries.stream().map(IndexEntry::index).distinct().count() < indexEntries.size()) {
            throw new IllegalArgumentException(
                    "a row must have at most one entry in each index, found " + indexEntries);
        }
    }

    /** A row without an unfinished change. */
    public ProjectedRow(
            RowKey key,
            StreamVersion version,
            Optional<Instant> updatedAt,
            Optional<Digest> hash,
            Optional<String> view,
            List<IndexEntry> indexEntries,
            Optional<Parked> parked) {
        this(key, version, updatedAt, hash, view, indexEntries, Optional.empty(), parked);
    }

    /** The same row with an unfinished change. */
    ProjectedRow with(Unfinished change) {
        return new ProjectedRow(
                key, version, updatedAt, hash, view, indexEntries, Optional.of(change), parked);
    }

    /**
     * The digest of everything in the row except the number of its generation. A store keeps it
     * beside the row, to see whether the row was altered, and whether it has changed since it was
     * read.
     */
    public Digest digest() {
        FramedDigest digest =
                new FramedDigest()
                        .add(key.projection())
                        .add(key.stream().toString())
                        .add(version.toString())
                        .add(updatedAt.map(Instant::toString).orElse(""))
                        .add(hash.map(Digest::toString).orElse(""))
                        .add(view.isPresent() ? "view" : "")
                        .add(view.orElse(""))
                        .add(Integer.toString(indexEntries.size()));
        for (IndexEntry entry : indexEntries) {
            digest.add(entry.index().name())
                    .add(Integer.toString(entry.index().slot()))
                    .add(entry.partition())
                    .add(entry.position());
        }
        digest.add(unfinished.map(Unfinished::toString).orElse(""));
        parked.ifPresent(commit ->
                digest.add(Long.toString(commit.sequenceNumber()))
                        .add(commit.reason().name())
                        .add(Integer.toString(commit.schemaVersion()))
                        .add(commit.error()));
        return digest.digest();
    }
}
