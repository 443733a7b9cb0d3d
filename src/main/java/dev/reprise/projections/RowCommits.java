package dev.reprise.projections;

import dev.reprise.eventstore.BrokenStreamException;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.NewerReleaseException;
import dev.reprise.eventstore.StreamVersion;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Applies commits to a row in memory: those that were delivered, and those that the row lacks, from
 * the event store.
 */
final class RowCommits {

    private static final int PAGE_SIZE = 100;

    private final EventStore events;

    RowCommits(EventStore events) {
        this.events = events;
    }

    /**
     * Applies commits to a row. A row that cannot be read, or whose parked commit is to be tried
     * again, is brought up to the stream's tail first. Without commits, the row is compared with
     * the event store.
     */
    void apply(List<DeliveredCommit> deliveries, RowUpdate<?, ?> row) {
        if (row.isRetried()) {
            row.unpark();
            catchUp(row);
        } else if (row.isUnreadable() && !row.isParked()) {
            catchUp(row);
        } else if (deliveries.isEmpty() && !row.isParked()) {
            compareWithStore(row);
        }
        deliveries.forEach(delivery -> applyDelivery(delivery, row));
    }

    /** Tries a parked commit again, and brings the row up to the stream's tail. */
    void redrive(RowUpdate<?, ?> row) {
        if (row.isRetried()) {
            row.unpark();
        }
        if (!row.isParked()) {
            catchUp(row);
        }
    }

    /**
     * Redrives the row. If the event store does not have its last commit, the row begins anew, and
     * shows the events that there are.
     */
    void repair(RowUpdate<?, ?> row) {
        redrive(row);
        if (row.isContradicted()) {
            row.beginAnew();
            catchUp(row);
        }
    }

    /**
     * Folds the row anew. A row that the event store contradicts, or whose contribution is not
     * known, is left as it is: a repair or a rebuild makes it right, and a person asks for it.
     */
    void refold(RowUpdate<?, ?> row) {
        if (row.isParked() && !row.isRetried()) {
            return;
        }
        row.unpark();
        compareWithStore(row);
        if (!row.isParked()) {
            row.beginAnew();
            catchUp(row);
        }
    }

    private void applyDelivery(DeliveredCommit delivery, RowUpdate<?, ?> row) {
        if (row.isParked()) {
            return;
        }
        switch (delivery) {
            case DeliveredCommit.Appended appended -> applyAppended(appended, row);
            case DeliveredCommit.Altered altered -> applyAltered(altered, row);
        }
    }

    /** Parks a row that was made from the commit before it was altered. */
    private void applyAltered(DeliveredCommit.Altered altered, RowUpdate<?, ?> row) {
        if (row.wasMadeFrom(altered.sequenceNumber())) {
            row.parkForContradiction(
                    altered.sequenceNumber(),
                    "commit "
                            + altered.sequenceNumber()
                            + " was "
                            + altered.change()
                            + " in the events table after the row was made from it; verify the stream");
        } else if (!row.isConfirmed()) {
            catchUp(row);
        }
    }

    private void applyAppended(DeliveredCommit.Appended delivery, RowUpdate<?, ?> row) {
        if (delivery.sequenceNumber() == row.nextExpected()) {
            switch (delivery) {
                case DeliveredCommit.Intact intact when row.isPredecessorOf(intact) ->
                        row.applyDelivered(intact.commit());
                case DeliveredCommit.Intact _ -> catchUp(row);
                case DeliveredCommit.Damaged(_, _, long sequenceNumber, String error) ->
                        row.park(sequenceNumber, error);
                case DeliveredCommit.FromNewerRelease(_, _, long sequenceNumber, String error) ->
                        row.parkForNewerRelease(sequenceNumber, error);
            }
        } else if (delivery.sequenceNumber() > row.nextExpected()) {
            catchUp(row);
            if (!row.isParked() && delivery.sequenceNumber() >= row.nextExpected()) {
                row.park(
                        row.nextExpected(),
                        "the event store has no commit here, but the commit at "
                                + delivery.sequenceNumber()
                                + " was delivered; compare the events table with a backup");
            }
        } else if (delivery instanceof DeliveredCommit.Intact(_, Commit commit, _)) {
            checkAlreadyApplied(commit, row);
        }
    }

    /**
     * Handles a commit that begins before the next expected event. Usually the row has it already.
     * A row whose last commit is a later one is compared with the event store: after a restore to
     * an earlier time, the row can be ahead of its stream.
     */
    private void checkAlreadyApplied(Commit commit, RowUpdate<?, ?> row) {
        int order = commit.version().compareTo(row.version());
        if (order > 0) {
            catchUp(row);
        } else if (order < 0) {
            if (!row.isConfirmed()) {
                compareWithStore(row);
            }
        } else if (!row.isLastCommit(commit)) {
            row.parkForContradiction(
                    commit.firstSequenceNumber(),
                    "the row was made from another commit with this number: the events table was replaced or rewritten; verify the stream");
        }
        if (order <= 0 && !row.isParked()) {
            row.skip(commit);
        }
    }

    /** Parks the row if the event store does not have its last commit. */
    private void compareWithStore(RowUpdate<?, ?> row) {
        readFromLast(row, 1, _ -> {});
    }

    /** Applies the commits that the row lacks, from the event store, to the stream's tail. */
    private void catchUp(RowUpdate<?, ?> row) {
        readFromLast(
                row,
                PAGE_SIZE,
                commits -> {
                    while (commits.hasNext() && !row.isParked()) {
                        row.applyMissed(commits.next());
                    }
                });
    }

    /**
     * Reads the row's last commit and the later ones, and parks the row if its last commit is not
     * the stored one, or a commit cannot be read.
     *
     * @param later what to do with the commits after the row's last one
     */
    private void readFromLast(RowUpdate<?, ?> row, int pageSize, Consumer<Iterator<Commit>> later) {
        try {
            long last = Math.max(1, row.version().value());
            Iterator<Commit> commits =
                    events.readFrom(row.key().stream(), last, pageSize).iterator();
            row.confirmLast(commits);
            if (!row.isParked()) {
                later.accept(commits);
            }
        } catch (NewerReleaseException e) {
            row.parkForNewerRelease(row.nextExpected(), String.valueOf(e.getMessage()));
        } catch (BrokenStreamException e) {
            row.park(row.nextExpected(), String.valueOf(e.getMessage()));
        }
    }

    /** Applies the commits that the row lacks up to a version. */
    void applyUpTo(StreamVersion target, RowUpdate<?, ?> row) {
        readFromLast(
                row,
                PAGE_SIZE,
                commits -> {
                    while (commits.hasNext()
                            && !row.isParked()
                            && row.version().compareTo(target) < 0) {
                        row.apply(commits.next());
                    }
                });
    }
}
