package dev.reprise.projections;

import dev.reprise.eventstore.BrokenStreamException;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.EventStore;
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

/** The rows of one generation of a projection, following a batch of commits. */
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
     * Follows each stream's commits, the streams side by side.
     *
     * @param streams each stream's commits in the order of their numbers
     * @return the ids of the deliveries of those streams for which a store did not answer
     */
    Set<String> follow(Map<StreamName, List<DeliveredCommit>> streams) {
        Map<RowKey, ProjectedRow> rows =
                views.readAll(streams.keySet().stream().map(this::key).toList());
        Map<StreamName, Future<Boolean>> followed = new HashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            streams.forEach((stream, deliveries) -> {
                RowKey key = key(stream);
                Optional<ProjectedRow> row = Optional.ofNullable(rows.get(key));
                followed.put(stream, threads.submit(() -> isDone(key, deliveries, row)));
            });
        }
        Set<String> failed = new HashSet<>();
        followed.forEach((stream, done) -> {
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
            throw new IllegalStateException("a row could not be followed", done.exceptionNow());
        }
        return done.resultNow();
    }

    /** Whether the stream is done with; false if a store did not answer. */
    private boolean isDone(
            RowKey key, List<DeliveredCommit> deliveries, Optional<ProjectedRow> found) {
        Optional<ProjectedRow> before = found;
        try {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                RowUpdate<E, V> row = new RowUpdate<>(projection, key, before);
                if (row.isUnreadable() && !row.isParked()) {
                    catchUp(row);
                }
                deliveries.forEach(delivery -> deliver(delivery, row));
                if (!row.hasChanged() || isWritten(row, before)) {
                    return true;
                }
                before = views.read(key);
            }
            LOG.log(
                    Level.WARNING,
                    "{0}: others wrote the row at each of {1} attempts",
                    key,
                    ATTEMPTS);
            return false;
        } catch (StoreUnavailableException e) {
            LOG.log(Level.WARNING, "{0}: {1}", key, e.getMessage());
            return false;
        }
    }

    private boolean isWritten(RowUpdate<E, V> row, Optional<ProjectedRow> before) {
        ProjectedRow updated = updated(row);
        boolean written;
        try {
            written = views.write(updated, before);
        } catch (RowTooLargeException e) {
            updated = row.parkedAsBefore(RowUpdate.messageOf(e));
            written = views.write(updated, before);
        }
        if (written) {
            updated.parked().ifPresent(parked -> logParked(row.key(), parked));
        }
        return written;
    }

    private ProjectedRow updated(RowUpdate<E, V> row) {
        try {
            return row.updated();
        } catch (RuntimeException e) {
            // A projection writes the same row each time: what it throws, it will throw again.
            return row.parkedAsBefore(RowUpdate.messageOf(e));
        }
    }

    private static void logParked(RowKey key, Parked parked) {
        LOG.log(
                Level.ERROR,
                "{0} is parked at {1}: {2}",
                key,
                parked.sequenceNumber(),
                parked.error());
    }

    private void deliver(DeliveredCommit delivery, RowUpdate<E, V> row) {
        if (row.isParked()) {
            return;
        }
        if (delivery.sequenceNumber() == row.nextExpected()) {
            switch (delivery) {
                case DeliveredCommit.Intact intact when row.isFollowedBy(intact) ->
                        row.apply(intact.commit());
                case DeliveredCommit.Intact _ -> catchUp(row);
                case DeliveredCommit.Damaged(_, _, long sequenceNumber, String error) ->
                        row.park(sequenceNumber, error);
            }
        } else if (delivery.sequenceNumber() > row.nextExpected()) {
            catchUp(row);
            if (!row.isParked() && delivery.sequenceNumber() >= row.nextExpected()) {
                row.park(
                        row.nextExpected(),
                        "the event store lacks it, but not what begins at "
                                + delivery.sequenceNumber());
            }
        } else if (delivery instanceof DeliveredCommit.Intact(_, Commit commit, _)) {
            compare(commit, row);
        }
    }

    /**
     * A commit that begins within what the row has: it was delivered before, or the two are of
     * different histories.
     */
    private void compare(Commit commit, RowUpdate<E, V> row) {
        int further = commit.version().compareTo(row.version());
        if (further > 0) {
            catchUp(row);
        } else if (further == 0 && !row.isLast(commit)) {
            row.park(
                    commit.firstSequenceNumber(),
                    "another commit of this number is applied: the events table is another");
        }
    }

    /** Reads what the row lacks, to the stream's tail. */
    private void catchUp(RowUpdate<E, V> row) {
        try {
            Iterator<Commit> commits = read(row.key(), Math.max(1, row.version().value()));
            if (!row.lastMatches(commits)) {
                row.reset();
                commits = read(row.key(), 1);
            }
            while (commits.hasNext() && !row.isParked()) {
                row.apply(commits.next());
            }
        } catch (BrokenStreamException e) {
            row.park(row.nextExpected(), String.valueOf(e.getMessage()));
        }
    }

    private Iterator<Commit> read(RowKey key, long sequenceNumber) {
        return events.readFrom(key.stream(), sequenceNumber, PAGE_SIZE).iterator();
    }
}
