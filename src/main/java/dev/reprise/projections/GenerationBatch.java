package dev.reprise.projections;

import dev.reprise.eventstore.BrokenStreamException;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.NewerReleaseException;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamName;
import dev.reprise.projections.ProjectedRow.Parked;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Applies a batch of commits to the rows of one generation of a projection. */
final class GenerationBatch<E, V> {

    private static final Logger LOG = System.getLogger(GenerationBatch.class.getName());

    private static final int ATTEMPTS = 10;
    private static final int PAGE_SIZE = 100;

    private final Projection<E, V> projection;
    private final int generation;
    private final ViewStore views;
    private final EventStore events;

    GenerationBatch(
            Projection<E, V> projection, int generation, ViewStore views, EventStore events) {
        this.projection = projection;
        this.generation = generation;
        this.views = views;
        this.events = events;
    }

    /**
     * Applies each stream's commits to its row, the streams in parallel.
     *
     * @param streams each stream's commits, by sequence number. The row of a stream without commits
     *     is tried again if it is parked, and otherwise compared with the event store
     * @return the ids of the commits to deliver again: those of each stream whose row could not be
     *     written, because a store did not answer or other invocations kept changing the row
     */
    Set<String> project(Map<StreamName, List<DeliveredCommit>> streams) {
        Map<RowKey, ProjectedRow> rows =
                views.readAll(streams.keySet().stream().map(this::key).toList());
        Map<StreamName, Future<Boolean>> outcomes = new HashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            streams.forEach((stream, deliveries) -> {
                RowKey key = key(stream);
                Optional<ProjectedRow> row = Optional.ofNullable(rows.get(key));
                outcomes.put(stream, threads.submit(() -> projectStream(key, deliveries, row)));
            });
        }
        Set<String> failed = new HashSet<>();
        outcomes.forEach((stream, done) -> {
            if (!result(done)) {
                streams.getOrDefault(stream, List.of())
                        .forEach(delivery -> failed.add(delivery.id()));
            }
        });
        return failed;
    }

    private RowKey key(StreamName stream) {
        return new RowKey(projection.name(), generation, stream);
    }

    private static boolean result(Future<Boolean> done) {
        if (done.state() == Future.State.FAILED) {
            throw new IllegalStateException("a row could not be updated", done.exceptionNow());
        }
        return done.resultNow();
    }

    /**
     * Applies a stream's commits to its row.
     *
     * @return false if the row could not be written: a store did not answer, or other invocations
     *     changed the row at each attempt
     */
    private boolean projectStream(
            RowKey key, List<DeliveredCommit> deliveries, Optional<ProjectedRow> stored) {
        Optional<ProjectedRow> before = stored;
        try {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                RowUpdate<E, V> row = new RowUpdate<>(projection, key, before);
                if (row.isRetried()) {
                    row.unpark();
                    catchUp(row);
                } else if (row.isUnreadable() && !row.isParked()) {
                    catchUp(row);
                } else if (deliveries.isEmpty() && !row.isParked()) {
                    compareWithStore(row);
                }
                deliveries.forEach(delivery -> applyDelivery(delivery, row));
                if (!row.hasChanged() || write(row, before)) {
                    return true;
                }
                before = views.read(key);
            }
            LOG.log(
                    Level.WARNING,
                    "{0}: other invocations changed the row at each of {1} attempts; its commits are to be delivered again",
                    key,
                    Integer.toString(ATTEMPTS));
            return false;
        } catch (StoreUnavailableException e) {
            LOG.log(
                    Level.WARNING,
                    "{0}: {1}; its commits are to be delivered again",
                    key,
                    e.getMessage());
            return false;
        }
    }

    private boolean write(RowUpdate<E, V> row, Optional<ProjectedRow> before) {
        ProjectedRow updated = updatedOrParked(row);
        boolean written;
        try {
            written = views.write(updated, before);
        } catch (RowTooLargeException e) {
            updated = row.parkedUnchanged(RowUpdate.messageOf(e));
            written = views.write(updated, before);
        }
        if (written) {
            updated.parked().ifPresent(parked -> logParked(row.key(), parked));
        }
        return written;
    }

    private ProjectedRow updatedOrParked(RowUpdate<E, V> row) {
        try {
            return row.updated();
        } catch (RuntimeException e) {
            // A projection is pure: it would fail for this row each time.
            return row.parkedUnchanged(RowUpdate.messageOf(e));
        }
    }

    private static void logParked(RowKey key, Parked parked) {
        String remedy =
                switch (parked.reason()) {
                    case DAMAGED -> "The error: ";
                    case NEWER_RELEASE -> "Code that knows the commit will apply it. ";
                    case CONTRADICTION ->
                            "Find out who changed the events table. When its events are right, delete the row. ";
                };
        LOG.log(
                Level.ERROR,
                "stream {0} is parked in generation {1} of {2}: its commit at {3} cannot be applied, and its later commits wait. Other streams are not held up. GET /projections lists the parked streams. {4}{5}",
                key.stream(),
                Integer.toString(key.generation()),
                key.projection(),
                // Not a number: a message would show it with a comma.
                Long.toString(parked.sequenceNumber()),
                remedy,
                parked.error());
    }

    private void applyDelivery(DeliveredCommit delivery, RowUpdate<E, V> row) {
        if (row.isParked()) {
            return;
        }
        switch (delivery) {
            case DeliveredCommit.Appended appended -> applyAppended(appended, row);
            case DeliveredCommit.Altered altered -> applyAltered(altered, row);
        }
    }

    /** Parks a row that was made from the commit before it was altered. */
    private void applyAltered(DeliveredCommit.Altered altered, RowUpdate<E, V> row) {
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

    private void applyAppended(DeliveredCommit.Appended delivery, RowUpdate<E, V> row) {
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
    private void checkAlreadyApplied(Commit commit, RowUpdate<E, V> row) {
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
    }

    /** Parks the row if the event store does not have its last commit. */
    private void compareWithStore(RowUpdate<E, V> row) {
        readFromLast(row, 1, _ -> {});
    }

    /** Applies the commits that the row lacks, from the event store, to the stream's tail. */
    private void catchUp(RowUpdate<E, V> row) {
        readFromLast(
                row,
                PAGE_SIZE,
                commits -> {
                    while (commits.hasNext() && !row.isParked()) {
                        row.apply(commits.next());
                    }
                });
    }

    /**
     * Reads the row's last commit and the later ones, and parks the row if its last commit is not
     * the stored one, or a commit cannot be read.
     *
     * @param later what to do with the commits after the row's last one
     */
    private void readFromLast(RowUpdate<E, V> row, int pageSize, Consumer<Iterator<Commit>> later) {
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
}
