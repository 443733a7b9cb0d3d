package dev.reprise.projections;

import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.Digest;
import dev.reprise.eventstore.NewerReleaseException;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.projections.ProjectedRow.Parked;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A row while commits are applied to it, in memory. */
final class RowUpdate<E, V> {

    private final Projection<E, V> projection;
    private final RowKey key;
    private final Optional<ProjectedRow> before;
    private StreamVersion version = StreamVersion.NONE;
    private @Nullable Instant updatedAt;
    private @Nullable Digest hash;
    private @Nullable V view;
    private @Nullable Parked parked;
    private boolean changed;

    /**
     * Begins with the row as it was read; with version 0 if its view, version, timestamp or hash
     * cannot be read.
     *
     * @param before the stored row; empty if there is none
     */
    RowUpdate(Projection<E, V> projection, RowKey key, Optional<ProjectedRow> before) {
        this.projection = projection;
        this.key = key;
        this.before = before;
        before.ifPresent(row -> {
            parked = row.parked().orElse(null);
            Optional<V> decoded = row.view().flatMap(this::decode);
            if (decoded.isPresent()
                    && row.version().value() > 0
                    && row.updatedAt().isPresent()
                    && row.hash().isPresent()) {
                version = row.version();
                updatedAt = row.updatedAt().get();
                hash = row.hash().get();
                view = decoded.get();
            }
        });
    }

    private Optional<V> decode(String encoded) {
        try {
            return Optional.of(projection.decode(encoded));
        } catch (IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }

    RowKey key() {
        return key;
    }

    StreamVersion version() {
        return version;
    }

    /** The sequence number after the last event in the row. */
    long nextExpected() {
        return version.nextSequenceNumber();
    }

    /** Whether the stored row has or had a view, which cannot be read. */
    boolean isUnreadable() {
        return view == null
                && before.filter(row -> row.view().isPresent() || row.version().value() > 0)
                        .isPresent();
    }

    boolean isParked() {
        return parked != null;
    }

    /** Whether this code is to try the parked commit again. False if none is parked. */
    boolean isRetried() {
        return parked != null && parked.isRetriedBy(projection.codec().schemaVersion());
    }

    /** Lets the parked commit be applied again. */
    void unpark() {
        parked = null;
    }

    /** Whether the row differs from the stored one. */
    boolean hasChanged() {
        return changed || !before.flatMap(ProjectedRow::parked).equals(Optional.ofNullable(parked));
    }

    /**
     * Whether the first of these commits, which is taken from the iterator, is the row's last
     * commit. At version 0 the answer is true, and no commit is taken.
     */
    boolean lastMatches(Iterator<Commit> commits) {
        if (version.equals(StreamVersion.NONE)) {
            return true;
        }
        return commits.hasNext() && isLastCommit(commits.next());
    }

    /** Whether this is the row's last commit, by number and by hash. */
    boolean isLastCommit(Commit commit) {
        return commit.version().equals(version)
                && Optional.of(commit.hash()).equals(Optional.ofNullable(hash));
    }

    /** Whether the hash of the next commit covers the hash of the row's last commit. */
    boolean isPredecessorOf(DeliveredCommit.Intact next) {
        return hash == null || next.hashCovers().test(hash);
    }

    /** Goes back to version 0, so that the row can be folded from the first event on. */
    void reset() {
        version = StreamVersion.NONE;
        updatedAt = null;
        hash = null;
        view = null;
        changed = true;
    }

    /** Applies the next commit. Parks it if it cannot be decoded or folded. */
    void apply(Commit commit) {
        V folded = view;
        try {
            for (RecordedEvent<E> event : RecordedEvent.<E>allOf(commit, projection.codec())) {
                folded = projection.evolve(folded, event);
            }
        } catch (NewerReleaseException e) {
            parkForNewerRelease(commit.firstSequenceNumber(), messageOf(e));
            return;
        } catch (RuntimeException e) {
            // Codecs and folds are pure: they would fail for this commit each time.
            park(commit.firstSequenceNumber(), messageOf(e));
            return;
        }
        view = folded;
        version = commit.version();
        updatedAt = commit.at();
        hash = commit.hash();
        changed = true;
    }

    /** Parks a commit that is damaged, or for which the projection fails. */
    void park(long sequenceNumber, String error) {
        parked = parked(sequenceNumber, Parked.Reason.DAMAGED, error);
    }

    /** Parks a commit until code runs that knows it. */
    void parkForNewerRelease(long sequenceNumber, String error) {
        parked = parked(sequenceNumber, Parked.Reason.NEWER_RELEASE, error);
    }

    private Parked parked(long sequenceNumber, Parked.Reason reason, String error) {
        return new Parked(
                sequenceNumber, reason, projection.codec().schemaVersion(), truncated(error));
    }

    /** The exception's message; its type if it has none. */
    static String messageOf(RuntimeException e) {
        String message = e.getMessage();
        return message == null ? e.toString() : message;
    }

    private static String truncated(String error) {
        if (error.length() <= ViewStore.MAX_ERROR_CHARACTERS) {
            return error;
        }
        int end = ViewStore.MAX_ERROR_CHARACTERS;
        return error.substring(0, Character.isHighSurrogate(error.charAt(end - 1)) ? end - 1 : end);
    }

    /**
     * The row with all applied commits.
     *
     * @throws RuntimeException if the projection cannot encode the view
     */
    ProjectedRow updated() {
        return new ProjectedRow(
                key,
                version,
                Optional.ofNullable(updatedAt),
                Optional.ofNullable(hash),
                Optional.ofNullable(view).map(projection::encode),
                view == null ? List.of() : projection.indexEntries(key.stream(), view),
                Optional.ofNullable(parked));
    }

    /** The stored row, unchanged but parked at the event after its last one. */
    ProjectedRow parkedUnchanged(String error) {
        StreamVersion reached = before.map(ProjectedRow::version).orElse(StreamVersion.NONE);
        return new ProjectedRow(
                key,
                reached,
                before.flatMap(ProjectedRow::updatedAt),
                before.flatMap(ProjectedRow::hash),
                before.flatMap(ProjectedRow::view),
                before.map(ProjectedRow::indexEntries).orElse(List.of()),
                Optional.of(parked(reached.nextSequenceNumber(), Parked.Reason.DAMAGED, error)));
    }
}
