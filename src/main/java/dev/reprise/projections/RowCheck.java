package dev.reprise.projections;

import dev.reprise.eventstore.BrokenStreamException;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.NewerReleaseException;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.projections.RepairWork.Suspect;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares rows with the events, and says what is wrong with them. */
final class RowCheck {

    /** There is no row, although the stream has events. */
    static final String MISSING = "MISSING";

    /** The row lacks events; in a live system they may be on their way. */
    static final String BEHIND = "BEHIND";

    /** The row has events that the stream does not have. */
    static final String AHEAD = "AHEAD";

    /** The row was made from other commits than those that are there. */
    static final String ANOTHER_HISTORY = "ANOTHER_HISTORY";

    /** The stream has no events at all. */
    static final String GONE = "GONE";

    /** The row was altered after it was written. */
    static final String ALTERED = "ALTERED";

    /** A commit of the stream could not be applied. */
    static final String PARKED = "PARKED";

    /** The row's last commit cannot be read. */
    static final String UNREADABLE = "UNREADABLE";

    static final Comparator<StreamName> BY_NAME = Comparator.comparing(StreamName::toString);

    private final EventStore events;

    RowCheck(EventStore events) {
        this.events = events;
    }

    /** Whether a row has a commit. What else is wrong with a row is not looked for. */
    Optional<Suspect> against(DeliveredCommit commit, Optional<StoredRow> row) {
        if (row.isEmpty()) {
            return Optional.of(new Suspect(MISSING, "there is no row"));
        }
        return row.flatMap(StoredRow::intact)
                .filter(intact -> intact.parked().isEmpty())
                .filter(intact -> intact.version().value() < commit.sequenceNumber())
                .map(intact ->
                        new Suspect(
                                BEHIND,
                                "the row has events up to "
                                        + intact.version()
                                        + ", and there is a commit at "
                                        + commit.sequenceNumber()));
    }

    /** What is wrong with rows, apart from events that they lack. */
    Map<StreamName, Suspect> againstEvents(List<StoredRow> rows) {
        Map<StreamName, Suspect> suspects = new HashMap<>();
        Parallel.map(rows, this::againstEvents)
                .forEach((row, found) ->
                        found.ifPresent(suspect -> suspects.put(row.key().stream(), suspect)));
        return suspects;
    }

    private Optional<Suspect> againstEvents(StoredRow stored) {
        return switch (stored) {
            case StoredRow.Damaged(_, String error, _) -> Optional.of(new Suspect(ALTERED, error));
            case StoredRow.Intact(ProjectedRow row) ->
                    row.parked()
                            .map(parked -> new Suspect(PARKED, parked.error()))
                            .or(() -> lastCommit(row));
        };
    }

    private Optional<Suspect> lastCommit(ProjectedRow row) {
        StreamName stream = row.key().stream();
        if (row.version().equals(StreamVersion.NONE)) {
            return Optional.empty();
        }
        try {
            Iterator<Commit> commits = events.readFrom(stream, row.version().value(), 1).iterator();
            if (commits.hasNext()) {
                Commit last = commits.next();
                return last.version().equals(row.version())
                                && row.hash().equals(Optional.of(last.hash()))
                        ? Optional.empty()
                        : Optional.of(
                                new Suspect(
                                        ANOTHER_HISTORY,
                                        "the row was made from another commit at "
                                                + row.version()));
            }
            return events.readFrom(stream, 1, 1).iterator().hasNext()
                    ? Optional.of(
                            new Suspect(
                                    AHEAD,
                                    "the row has events up to "
                                            + row.version()
                                            + ", which the stream does not have"))
                    : Optional.of(new Suspect(GONE, "the stream has no events"));
        } catch (NewerReleaseException _) {
            // The commit is there. Only the release that wrote it can compare it.
            return Optional.empty();
        } catch (BrokenStreamException e) {
            return Optional.of(new Suspect(UNREADABLE, String.valueOf(e.getMessage())));
        }
    }
}
