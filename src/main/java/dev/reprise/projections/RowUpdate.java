package dev.reprise.projections;

import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.Digest;
import dev.reprise.eventstore.NewerReleaseException;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.projections.ProjectedRow.Parked;
import dev.reprise.projections.ProjectedRow.Parked.Reason;
import dev.reprise.projections.ProjectedRow.Unfinished;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A row while commits are applied to it, in memory. */
final class RowUpdate<E, V> {

    private final Projection<E, V> projection;
    private final Approach approach;
    private final RowKey key;
    private final Optional<StoredRow> before;
    private final @Nullable V viewBefore;
    private StreamVersion version = StreamVersion.NONE;
    private @Nullable Instant updatedAt;
    private @Nullable Digest hash;
    private @Nullable V view;
    private @Nullable Parked parked;
    private StreamVersion storedVersion = StreamVersion.NONE;
    private boolean changed;
    private boolean confirmed;
    private boolean unreadable;
    private @Nullable String stuck;
    private final Set<Long> appliedDeliveries = new HashSet<>();
    private int duplicates;
    private boolean repaired;

    /**
     * Begins with the row as it was read; with version 0 if it is damaged, or if its view cannot be
     * decoded.
     *
     * @param before the stored row; empty if there is none
     */
    RowUpdate(
            Projection<E, V> projection,
            Approach approach,
            RowKey key,
            Optional<StoredRow> before) {
        this.projection = projection;
        this.approach = approach;
        this.key = key;
        this.before = before;
        before.ifPresent(this::start);
        this.viewBefore = view;
    }

    private void start(StoredRow stored) {
        switch (stored) {
            case StoredRow.Damaged(_, String error, _) -> loseContent(error);
            case StoredRow.Intact(ProjectedRow row) -> {
                parked = row.parked().orElse(null);
                if (row.view().isPresent()) {
                    try {
                        view = projection.decode(row.view().get());
                        version = row.version();
                        storedVersion = version;
                        updatedAt = row.updatedAt().orElse(null);
                        hash = row.hash().orElse(null);
                    } catch (RuntimeException | StackOverflowError e) {
                        loseContent("its view cannot be decoded: " + messageOf(e));
                    }
                }
            }
        }
    }

    /**
     * The row begins anew, as if it had never been written. If its stream contributes to shared
     * rows, it cannot: what it contributed before would be counted twice.
     */
    private void loseContent(String error) {
        unreadable = true;
        if (projection instanceof SharingProjection) {
            stuck = error;
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

    /**
     * Whether the stored row cannot be read, and cannot be folded anew either. Only {@link
     * #parkStuck} is possible.
     */
    boolean isStuck() {
        return stuck != null;
    }

    /** Whether there is a stored row that cannot be read. */
    boolean isUnreadable() {
        return unreadable;
    }

    /** The change of shared rows that is under way. */
    Optional<Unfinished> unfinished() {
        return before.flatMap(StoredRow::intact).flatMap(ProjectedRow::unfinished);
    }

    boolean isParked() {
        return parked != null;
    }

    /** Whether the parked commit is to be tried again. False if none is parked. */
    boolean isRetried() {
        return parked != null && approach.retries(parked, projection.codec().schemaVersion());
    }

    /** Whether the row is parked because the event store does not have its last commit. */
    boolean isContradicted() {
        return parked != null && parked.reason() == Reason.CONTRADICTION;
    }

    /**
     * The row is to be folded anew, from the first event. What its stream contributed to shared
     * rows is known, and is taken back with the same write.
     */
    void beginAnew() {
        version = StreamVersion.NONE;
        updatedAt = null;
        hash = null;
        view = null;
        parked = null;
        changed = true;
    }

    /** Lets the parked commit be applied again. */
    void unpark() {
        parked = null;
    }

    /** Whether the row differs from the stored one. */
    boolean hasChanged() {
        return changed
                || !before.flatMap(StoredRow::intact)
                        .flatMap(ProjectedRow::parked)
                        .equals(Optional.ofNullable(parked));
    }

    /**
     * Compares the row with the event store. Parks the row if its last commit is not there.
     *
     * @param commits from the one that holds the row's last event on, which is taken from the
     *     iterator; at version 0 no commit is taken
     */
    void confirmLast(Iterator<Commit> commits) {
        confirmed =
                version.equals(StreamVersion.NONE)
                        || (commits.hasNext() && isLastCommit(commits.next()));
        if (!confirmed) {
            parkForContradiction(
                    version.value(),
                    "the row was made from events up to "
                            + version
                            + ", and the events table does not have its last commit: the table was restored to an earlier time, or commits were changed or removed; verify the stream");
        }
    }

    /** Whether {@link #confirmLast} found the commit that was the row's last one at that time. */
    boolean isConfirmed() {
        return confirmed;
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

    /** Applies the next commit as it was delivered. */
    void applyDelivered(Commit commit) {
        apply(commit);
        appliedDeliveries.add(commit.firstSequenceNumber());
    }

    /**
     * Whether the row was made from the commit that begins at this event, as it was before the
     * batch: the stored row has it, or it was applied as it was delivered.
     */
    boolean wasMadeFrom(long sequenceNumber) {
        return sequenceNumber <= storedVersion.value()
                || appliedDeliveries.contains(sequenceNumber);
    }

    /** Applies the next commit, which the row lacked and the event store had. */
    void applyMissed(Commit commit) {
        apply(commit);
        repaired = !isParked();
    }

    /**
     * Notes a commit that the row has already. It counts as a duplicate unless this update read it
     * from the event store.
     */
    void skip(Commit commit) {
        duplicates += wasMadeFrom(commit.firstSequenceNumber()) ? 1 : 0;
    }

    /** The number of delivered commits that the row had already. */
    int duplicates() {
        return duplicates;
    }

    /** Whether commits that the row lacked were read from the event store. */
    boolean wasRepaired() {
        return repaired;
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
        } catch (StoreUnavailableException e) {
            // The projection reads the keys of personal values.
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
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
        parked = parked(sequenceNumber, Reason.DAMAGED, error);
    }

    /** Parks a commit until code runs that knows it. */
    void parkForNewerRelease(long sequenceNumber, String error) {
        parked = parked(sequenceNumber, Reason.NEWER_RELEASE, error);
    }

    /** Parks a row that was made from a commit that the event store does not have. */
    void parkForContradiction(long sequenceNumber, String error) {
        parked = parked(sequenceNumber, Reason.CONTRADICTION, error);
    }

    private Parked parked(long sequenceNumber, Reason reason, String error) {
        return new Parked(
                sequenceNumber, reason, projection.codec().schemaVersion(), truncated(error));
    }

    /** The exception's message; its type if it has none. */
    static String messageOf(Throwable e) {
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
     * The write that makes the stored row this one.
     *
     * @throws RuntimeException if the projection cannot encode the view, or say what it contributes
     */
    RowWrite write() {
        return new RowWrite(
                new ProjectedRow(
                        key,
                        version,
                        Optional.ofNullable(updatedAt),
                        Optional.ofNullable(hash),
                        Optional.ofNullable(view).map(projection::encode),
                        view == null
                                ? List.of()
                                : TenantRows.indexEntries(projection, key.stream(), view),
                        Optional.ofNullable(parked)),
                before,
                changes());
    }

    private SharedChanges changes() {
        return projection instanceof SharingProjection<E, V> sharing
                ? contribution(sharing, viewBefore).changesTo(contribution(sharing, view))
                : SharedChanges.NONE;
    }

    private Contribution contribution(SharingProjection<E, V> sharing, @Nullable V of) {
        return of == null ? Contribution.NONE : TenantRows.contribution(sharing, key.stream(), of);
    }

    /** Writes the stored row unchanged, but parked at the event after its last one. */
    RowWrite parkUnchanged(String error) {
        Optional<ProjectedRow> row = before.flatMap(StoredRow::intact);
        return parkUnchanged(
                row,
                parked(
                        row.map(ProjectedRow::version)
                                .orElse(StreamVersion.NONE)
                                .nextSequenceNumber(),
                        Reason.DAMAGED,
                        error));
    }

    private RowWrite parkUnchanged(Optional<ProjectedRow> row, Parked commit) {
        return new RowWrite(
                new ProjectedRow(
                        key,
                        row.map(ProjectedRow::version).orElse(StreamVersion.NONE),
                        row.flatMap(ProjectedRow::updatedAt),
                        row.flatMap(ProjectedRow::hash),
                        row.flatMap(ProjectedRow::view),
                        row.map(ProjectedRow::indexEntries).orElse(List.of()),
                        row.flatMap(ProjectedRow::unfinished),
                        Optional.of(commit)),
                before);
    }

    /**
     * Parks the row that cannot be read. What can be read by other code is kept. Empty if it is
     * parked for this already.
     */
    Optional<RowWrite> parkStuck() {
        String error = Objects.requireNonNull(stuck);
        if (before.flatMap(StoredRow::intact).isEmpty()) {
            return Optional.of(
                    parkUnchanged(
                            Optional.empty(),
                            parked(
                                    1,
                                    Reason.NEEDS_REBUILD,
                                    "the row was altered, so what its stream contributes to shared"
                                            + " rows is not known; rebuild the projection ("
                                            + error
                                            + ")")));
        }
        RowWrite write = parkUnchanged(error);
        return write.row().parked().equals(Optional.ofNullable(parked))
                ? Optional.empty()
                : Optional.of(write);
    }
}
