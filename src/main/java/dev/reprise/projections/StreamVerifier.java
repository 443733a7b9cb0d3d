package dev.reprise.projections;

import dev.reprise.eventstore.BrokenStreamException;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.NewerReleaseException;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.eventstore.Verification;
import dev.reprise.eventstore.Verification.Broken;
import dev.reprise.eventstore.Verification.Intact;
import dev.reprise.eventstore.Verification.Unfinished;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Checks a stream's hash chain, and compares the stream with its rows in the projections. A row has
 * the version and the hash of the last commit it was made from. So the check also finds that the
 * last commits were removed, or were all rewritten with new hashes.
 */
public final class StreamVerifier {

    private final EventStore events;
    private final ViewStore views;
    private final List<Projection<?, ?>> projections;

    public StreamVerifier(
            EventStore events, ViewStore views, List<? extends Projection<?, ?>> projections) {
        this.events = events;
        this.views = views;
        this.projections = List.copyOf(projections);
    }

    /**
     * Checks a part of the hash chain as {@link EventStore#verify} does. With the last part, it
     * also compares the stream with its rows: the stream is broken, too, if the last commit of a
     * row is missing or has another hash.
     *
     * @throws StoreUnavailableException if a store did not answer
     */
    public Verification verify(StreamName stream, Intact checked, int maxCommits) {
        // Read the rows first: every event in them was in the stream before it is verified.
        List<ProjectedRow> rows =
                projections.stream()
                        .filter(projection -> projection.category().equals(stream.category()))
                        .flatMap(projection -> row(projection.name(), stream).stream())
                        .filter(row -> row.hash().isPresent())
                        .toList();
        return switch (events.verify(stream, checked, maxCommits)) {
            case Broken broken -> broken;
            case Unfinished unfinished -> unfinished;
            case Intact intact ->
                    rows.stream()
                            .flatMap(row -> contradiction(row, intact).stream())
                            .<Verification>map(broken -> broken)
                            .findFirst()
                            .orElse(intact);
        };
    }

    /**
     * Compares a row with the event store, without verifying the hash chain: two reads of one item.
     *
     * @return what is wrong; empty if the event store has the row's last commit, if a newer release
     *     wrote that commit, or if there is no row
     * @throws StoreUnavailableException if a store did not answer
     */
    public Optional<String> contradiction(RowKey key) {
        return views.read(key)
                .flatMap(StoredRow::intact)
                .filter(row -> row.hash().isPresent() && row.version().value() > 0)
                .flatMap(row ->
                        lastCommitError(row)
                                .map(error ->
                                        "the row was made from events up to "
                                                + row.version()
                                                + ", and "
                                                + error));
    }

    private Optional<String> lastCommitError(ProjectedRow row) {
        try {
            Iterator<Commit> commits =
                    events.readFrom(row.key().stream(), row.version().value(), 1).iterator();
            return commits.hasNext() && isLastCommitOf(row, commits.next())
                    ? Optional.empty()
                    : Optional.of("the events table does not have its last commit");
        } catch (BrokenStreamException damaged) {
            return Optional.of("its last commit cannot be read: " + damaged.getMessage());
        } catch (NewerReleaseException _) {
            // The commit is there. Only the release that wrote it can compare it.
            return Optional.empty();
        }
    }

    private static boolean isLastCommitOf(ProjectedRow row, Commit commit) {
        return commit.version().equals(row.version())
                && row.hash().equals(Optional.of(commit.hash()));
    }

    private Optional<ProjectedRow> row(String projection, StreamName stream) {
        return views.generations(projection)
                .flatMap(Generations::live)
                .flatMap(live -> views.read(new RowKey(projection, live.number(), stream)))
                .flatMap(StoredRow::intact);
    }

    private Optional<Broken> contradiction(ProjectedRow row, Intact intact) {
        String projection = row.key().projection();
        if (row.version().compareTo(intact.version()) > 0) {
            return Optional.of(
                    new Broken(
                            intact.version().nextSequenceNumber(),
                            intact.version(),
                            "commit "
                                    + intact.version().nextSequenceNumber()
                                    + " is missing: the row in "
                                    + projection
                                    + " was made from events up to "
                                    + row.version()));
        }
        if (row.version().equals(intact.version())
                && row.hash().equals(Optional.of(intact.hash()))) {
            return Optional.empty();
        }
        Iterator<Commit> commits =
                events.readFrom(row.key().stream(), row.version().value(), 1).iterator();
        Commit commit = commits.next();
        return isLastCommitOf(row, commit)
                ? Optional.empty()
                : Optional.of(
                        new Broken(
                                commit.firstSequenceNumber(),
                                new StreamVersion(commit.firstSequenceNumber() - 1),
                                "commit "
                                        + commit.firstSequenceNumber()
                                        + " was rewritten: the row in "
                                        + projection
                                        + " was made from a commit with another hash"));
    }
}
