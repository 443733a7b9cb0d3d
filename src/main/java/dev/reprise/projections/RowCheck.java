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

    static final Comparator<StreamName> BY_NAME = Comparator.comparing(StreamName::toString);

    private final EventStore events;

    RowCheck(EventStore events) {
        this.events = events;
    }

    /** Whether a row has a commit. What else is wrong with a row is not looked for. */
    Optional<Suspect> against(DeliveredCommit commit, Optional<StoredRow> row) {
        if (row.isEmpty()) {
            return Optional.of(new Suspect(Difference.MISSING, "there is no row"));
        }
        return row.flatMap(StoredRow::intact)
                .filter(intact -> intact.parked().isEmpty())
                .filter(intact -> intact.version().value() < commit.sequenceNumber())
                .map(intact ->
                        new Suspect(
                                Difference.BEHIND,
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
            case StoredRow.Damaged(_, String error, _) ->
                    Optional.of(new Suspect(Difference.ALTERED, error));
            case StoredRow.Intact(ProjectedRow row) ->
                    row.parked()
                            .map(parked -> new Suspect(Difference.PARKED, parked.error()))
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
                                        Difference.ANOTHER_HISTORY,
                                        "the row was made from another commit at "
                                                + row.version()));
            }
            return events.readFrom(stream, 1, 1).iterator().hasNext()
                    ? Optional.of(
                            new Suspect(
                                    Difference.AHEAD,
                                    "the row has events up to "
                                            + row.version()
                                            + ", which the stream does not have"))
                    : Optional.of(new Suspect(Difference.GONE, "the stream has no events"));
        } catch (NewerReleaseException _) {
            // The commit is there. Only the release that wrote it can compare it.
            return Optional.empty();
        } catch (BrokenStreamException e) {
            return Optional.of(new Suspect(Difference.UNREADABLE, String.valueOf(e.getMessage())));
        }
    }
}
