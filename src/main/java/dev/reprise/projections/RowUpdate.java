package dev.reprise.projections;

import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.Digest;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.projections.ProjectedRow.Parked;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A row while commits are folded into it. */
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
     * Begins with the row as it was read; with nothing in it, if what it shows cannot be read, or
     * of which version.
     */
    RowUpdate(Projection<E, V> projection, RowKey key, Optional<ProjectedRow> before) {
        this.projection = projection;
        this.key = key;
        this.before = before;
        before.ifPresent(row -> {
            parked = row.parked().orElse(null);
            Optional<V> shown =
                    row.view()
                            .filter(_ -> row.version().value() > 0 && row.updatedAt().isPresent())
                            .flatMap(this::decode);
            if (shown.isPresent()) {
                version = row.version();
                updatedAt = row.updatedAt().get();
                hash = row.hash().orElse(null);
                view = shown.get();
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

    /** The sequence number of the event that it lacks next. */
    long nextExpected() {
        return version.nextSequenceNumber();
    }

    /** Whether there is a row that shows or showed something, and it cannot be read. */
    boolean isUnreadable() {
        return view == null
                && before.filter(row -> row.view().isPresent() || row.version().value() > 0)
                        .isPresent();
    }

    boolean isParked() {
        return parked != null;
    }

    boolean hasChanged() {
        return changed;
    }

    /**
     * Whether the first of these commits is the last that is in the row; true also of a row with
     * none. It is taken out of them.
     */
    boolean lastMatches(Iterator<Commit> commits) {
        if (version.equals(StreamVersion.NONE)) {
            return true;
        }
        return commits.hasNext() && isLast(commits.next());
    }

    /** Whether a commit is the last that is in the row, by its number and by its content. */
    boolean isLast(Commit commit) {
        return commit.version().equals(version)
                && Optional.of(commit.hash()).equals(Optional.ofNullable(hash));
    }

    /** Whether a commit that is due is of the same history as the last one that is in the row. */
    boolean isFollowedBy(DeliveredCommit.Intact next) {
        return hash == null || next.follows().test(hash);
    }

    /** Forgets what is in the row, to be folded from the first event on. */
    void reset() {
        version = StreamVersion.NONE;
        updatedAt = null;
        hash = null;
        view = null;
        changed = true;
    }

    /** Folds in the commit that is due; parks it, if it cannot be decoded or folded. */
    void apply(Commit commit) {
        V folded = view;
        try {
            for (RecordedEvent<E> event : RecordedEvent.<E>allOf(commit, projection.codec())) {
                folded = projection.evolve(folded, event);
            }
        } catch (RuntimeException e) {
            // Codecs and folds are pure: whatever one throws of a commit, it will throw again.
            park(commit.firstSequenceNumber(), messageOf(e));
            return;
        }
        view = folded;
        version = commit.version();
        updatedAt = commit.at();
        hash = commit.hash();
        changed = true;
    }

    void park(long sequenceNumber, String error) {
        parked = new Parked(sequenceNumber, cut(error));
        changed = true;
    }

    /** What went wrong; its kind, where there is no more to say. */
    static String messageOf(RuntimeException e) {
        String message = e.getMessage();
        return message == null ? e.toString() : message;
    }

    private static String cut(String error) {
        if (error.length() <= ViewStore.MAX_ERROR_CHARACTERS) {
            return error;
        }
        int end = ViewStore.MAX_ERROR_CHARACTERS;
        return error.substring(0, Character.isHighSurrogate(error.charAt(end - 1)) ? end - 1 : end);
    }

    /** The row with everything that was folded in. */
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

    /** The row as it was before, parked where it would have gone on. */
    ProjectedRow parkedAsBefore(String error) {
        StreamVersion reached = before.map(ProjectedRow::version).orElse(StreamVersion.NONE);
        return new ProjectedRow(
                key,
                reached,
                before.flatMap(ProjectedRow::updatedAt),
                before.flatMap(ProjectedRow::hash),
                before.flatMap(ProjectedRow::view),
                before.map(ProjectedRow::indexEntries).orElse(List.of()),
                Optional.of(new Parked(reached.nextSequenceNumber(), cut(error))));
    }
}
