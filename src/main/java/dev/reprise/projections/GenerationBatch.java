package dev.reprise.projections;

import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamName;
import dev.reprise.projections.ProjectedRow.Parked;
import dev.reprise.projections.ProjectedRow.Unfinished;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Applies a batch of commits to the rows of one generation of a projection. */
final class GenerationBatch<E, V> {

    private static final Logger LOG = System.getLogger(GenerationBatch.class.getName());

    private static final int ATTEMPTS = 10;

    private final Projection<E, V> projection;
    private final Approach approach;
    private final int generation;
    private final ViewStore views;
    private final RowCommits commits;
    private final RowTally tally;

    GenerationBatch(
            Projection<E, V> projection, int generation, ViewStore views, EventStore events) {
        this(projection, Approach.DELIVERED, generation, views, events);
    }

    /**
     * @param tally counts duplicates and repairs while rows are written
     */
    GenerationBatch(
            Projection<E, V> projection,
            int generation,
            ViewStore views,
            EventStore events,
            RowTally tally) {
        this(projection, Approach.DELIVERED, generation, views, events, tally);
    }

    GenerationBatch(
            Projection<E, V> projection,
            Approach approach,
            int generation,
            ViewStore views,
            EventStore events) {
        this(projection, approach, generation, views, events, new RowTally());
    }

    private GenerationBatch(
            Projection<E, V> projection,
            Approach approach,
            int generation,
            ViewStore views,
            EventStore events,
            RowTally tally) {
        this.projection = projection;
        this.approach = approach;
        this.generation = generation;
        this.views = views;
        this.commits = new RowCommits(events);
        this.tally = tally;
    }

    /** What became of a stream's commits. */
    private sealed interface Outcome {

        /** They are in the row, or parked. */
        record Done() implements Outcome {}

        /** A store did not answer, or other invocations changed the row at each attempt. */
        record Failed() implements Outcome {}

        /** They are folded. The row and its shared changes are to be written with others. */
        record ToWrite(RowWrite write, RowUpdate<?, ?> row) implements Outcome {}
    }

    /** Applies each stream's commits to its row, see {@link #project(Map, Map)}. */
    Set<StreamName> project(Map<StreamName, List<DeliveredCommit>> streams) {
        return project(streams, views.readAll(streams.keySet().stream().map(this::key).toList()));
    }

    /**
     * Applies each stream's commits to its row. A row is written once, and rows of streams that
     * change the same totals are written together, so that each total is written once as well.
     *
     * @param streams each stream's commits, by sequence number. The row of a stream without commits
     *     is tried again if it is parked, and otherwise compared with the event store
     * @param rows the rows of these streams, as they are stored
     * @return the streams whose rows could not be written, because a store did not answer or other
     *     invocations kept changing the row
     */
    Set<StreamName> project(
            Map<StreamName, List<DeliveredCommit>> streams, Map<RowKey, StoredRow> rows) {
        return failed(outcomes(streams, rows));
    }

    private static Set<StreamName> failed(Map<StreamName, Outcome> outcomes) {
        return outcomes.entrySet().stream()
                .filter(outcome -> outcome.getValue() instanceof Outcome.Failed)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /**
     * As {@link #project(Map, Map)}. The first streams that fail are tried once more, each alone:
     * in a transaction, the row of one stream fails those of all others.
     */
    Failures projectInTwoTries(
            Map<StreamName, List<DeliveredCommit>> streams, Map<RowKey, StoredRow> rows) {
        Set<StreamName> failed = project(streams, rows);
        List<StreamName> first =
                streams.keySet().stream()
                        .filter(failed::contains)
                        .limit(RetryList.MAX_NOTED)
                        .toList();
        Set<StreamName> twice =
                failed(
                        Parallel.map(
                                first,
                                stream ->
                                        projectAlone(
                                                key(stream),
                                                streams.getOrDefault(stream, List.of()))));
        return new Failures(
                failed.stream()
                        .filter(stream -> !first.contains(stream))
                        .collect(Collectors.toSet()),
                twice);
    }

    /**
     * The streams whose rows could not be written.
     *
     * @param once at the first try, and there was no second one
     * @param twice at both tries
     */
    record Failures(Set<StreamName> once, Set<StreamName> twice) {}

    private Map<StreamName, Outcome> outcomes(
            Map<StreamName, List<DeliveredCommit>> streams, Map<RowKey, StoredRow> rows) {
        Map<StreamName, Outcome> outcomes =
                Parallel.map(
                        streams.keySet(),
                        stream ->
                                projectStream(
                                        key(stream),
                                        streams.getOrDefault(stream, List.of()),
                                        Optional.ofNullable(rows.get(key(stream)))));
        outcomes.putAll(writeTogether(outcomes, streams));
        return outcomes;
    }

    /**
     * Brings the rows of streams up to their tails, without a delivery.
     *
     * @return the streams whose rows could not be written, because a store did not answer or other
     *     invocations kept changing the row
     */
    Set<StreamName> follow(Collection<StreamName> streams) {
        Map<StreamName, List<DeliveredCommit>> none = new HashMap<>();
        streams.forEach(stream -> none.put(stream, List.of()));
        return project(none);
    }

    RowKey key(StreamName stream) {
        return new RowKey(projection.name(), generation, stream);
    }

    /** Writes the rows that change shared rows. Returns the outcomes of these streams. */
    private Map<StreamName, Outcome> writeTogether(
            Map<StreamName, Outcome> outcomes, Map<StreamName, List<DeliveredCommit>> streams) {
        Map<RowWrite, RowUpdate<?, ?>> rows = new LinkedHashMap<>();
        outcomes.values()
                .forEach(outcome -> {
                    if (outcome instanceof Outcome.ToWrite(RowWrite write, RowUpdate<?, ?> row)) {
                        rows.put(write, row);
                    }
                });
        Map<StreamName, Outcome> written = new HashMap<>();
        for (List<RowWrite> transaction : Transactions.plan(List.copyOf(rows.keySet()))) {
            List<StreamName> together =
                    transaction.stream().map(write -> write.key().stream()).toList();
            try {
                if (views.write(transaction).isEmpty()) {
                    transaction.forEach(
                            write -> count(write, Objects.requireNonNull(rows.get(write))));
                    together.forEach(stream -> written.put(stream, new Outcome.Done()));
                    continue;
                }
            } catch (RowRefusedException oneOfThem) {
                // It is found by writing each of them alone.
            } catch (StoreUnavailableException e) {
                together.forEach(stream -> written.put(stream, failed(key(stream), e)));
                continue;
            }
            written.putAll(
                    Parallel.map(
                            together,
                            stream ->
                                    projectAlone(
                                            key(stream), streams.getOrDefault(stream, List.of()))));
        }
        return written;
    }

    /** Applies a stream's commits to its row, as it is stored by now. */
    private Outcome projectAlone(RowKey key, List<DeliveredCommit> deliveries) {
        try {
            Outcome outcome = projectStream(key, deliveries, views.read(key));
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                if (!(outcome instanceof Outcome.ToWrite(RowWrite write, RowUpdate<?, ?> row))) {
                    return outcome;
                }
                if (written(write, row)) {
                    return new Outcome.Done();
                }
                outcome = projectStream(key, deliveries, views.read(key));
            }
            return contended(key);
        } catch (StoreUnavailableException e) {
            return failed(key, e);
        }
    }

    private Outcome projectStream(
            RowKey key, List<DeliveredCommit> deliveries, Optional<StoredRow> stored) {
        Optional<StoredRow> before = stored;
        try {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                Optional<Outcome> outcome = attempt(key, deliveries, before);
                if (outcome.isPresent()) {
                    return outcome.get();
                }
                before = views.read(key);
            }
            return contended(key);
        } catch (StoreUnavailableException e) {
            return failed(key, e);
        }
    }

    private static Outcome contended(RowKey key) {
        LOG.log(
                Level.WARNING,
                "{0}: other invocations changed the row at each of {1} attempts; its commits are to be tried again",
                key,
                Integer.toString(ATTEMPTS));
        return new Outcome.Failed();
    }

    private static Outcome failed(RowKey key, StoreUnavailableException e) {
        LOG.log(Level.WARNING, "{0}: {1}; its commits are to be tried again", key, e.getMessage());
        return new Outcome.Failed();
    }

    /** One attempt to apply a stream's commits. Empty if the row has to be read again. */
    private Optional<Outcome> attempt(
            RowKey key, List<DeliveredCommit> deliveries, Optional<StoredRow> before) {
        RowUpdate<E, V> row = new RowUpdate<>(projection, approach, key, before);
        boolean finishes =
                !row.isStuck()
                        && row.unfinished().isPresent()
                        && (!row.isParked() || row.isRetried());
        RowWrite write;
        try {
            if (row.isStuck()) {
                Optional<RowWrite> parked = row.parkStuck();
                if (parked.isEmpty()) {
                    return done(true);
                }
                write = parked.get();
            } else if (finishes) {
                write = finished(row, row.unfinished().orElseThrow());
            } else {
                approach.apply(commits, deliveries, row);
                if (!row.hasChanged()) {
                    tally.add(row);
                    return done(true);
                }
                write = row.write();
            }
        } catch (StoreUnavailableException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            // A projection is pure: it would fail for this row each time.
            write = row.parkUnchanged(RowUpdate.messageOf(e));
        }
        if (finishes && LargeChange.is(write)) {
            return finish(write, row);
        }
        return write.changes().isEmpty() || LargeChange.is(write)
                ? done(written(write, row))
                : Optional.of(new Outcome.ToWrite(write, row));
    }

    private static Optional<Outcome> done(boolean written) {
        return written ? Optional.of(new Outcome.Done()) : Optional.empty();
    }

    /**
     * The row after a change of shared rows that this or another invocation began. The stored row,
     * parked with its note, if the event store does not have the commits of the change: then it is
     * not known what the parts that are written have changed.
     */
    private RowWrite finished(RowUpdate<E, V> row, Unfinished change) {
        row.unpark();
        commits.applyUpTo(change.target(), row);
        if (row.version().equals(change.target()) && !row.isParked()) {
            RowWrite write = row.write();
            if (LargeChange.is(write)) {
                return write;
            }
        }
        return row.parkUnchanged(
                "a change of shared rows up to version "
                        + change.target()
                        + " cannot be finished: the event store does not have its commits; rebuild the projection");
    }

    /** Writes what is left of a large change. Empty: later commits of the stream are to come. */
    private Optional<Outcome> finish(RowWrite write, RowUpdate<E, V> row) {
        try {
            LargeChange.write(write, views);
            return Optional.empty();
        } catch (RowRefusedException e) {
            return done(
                    written(
                            new RowUpdate<>(projection, approach, write.key(), write.before())
                                    .parkUnchanged(RowUpdate.messageOf(e)),
                            row));
        }
    }

    /**
     * Writes a row; parks the stored one if the store refuses it.
     *
     * @return false if the stored row has changed since it was read
     */
    private boolean written(RowWrite write, RowUpdate<?, ?> row) {
        RowWrite tried = write;
        boolean written;
        try {
            written =
                    LargeChange.is(write)
                            ? LargeChange.write(write, views)
                            : views.write(List.of(write)).isEmpty();
        } catch (RowRefusedException e) {
            tried =
                    new RowUpdate<>(projection, approach, write.key(), write.before())
                            .parkUnchanged(RowUpdate.messageOf(e));
            written = views.write(List.of(tried)).isEmpty();
        }
        if (written) {
            count(tried, row);
        }
        return written;
    }

    /** Counts a written row, or logs why it is parked. */
    private void count(RowWrite write, RowUpdate<?, ?> row) {
        write.row()
                .parked()
                .ifPresentOrElse(parked -> logParked(write.key(), parked), () -> tally.add(row));
    }

    private static void logParked(RowKey key, Parked parked) {
        String remedy =
                switch (parked.reason()) {
                    case DAMAGED -> "The error: ";
                    case NEWER_RELEASE -> "Code that knows the commit will apply it. ";
                    case CONTRADICTION ->
                            "Find out who changed the events table. When its events are right, repair the projection. ";
                    case NEEDS_REBUILD -> "Rebuild the projection. ";
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
}
