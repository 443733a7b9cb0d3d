package dev.reprise.projections;

import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StoreUnavailableException.Reason;
import dev.reprise.eventstore.StreamName;
import dev.reprise.projections.Generations.Generation;
import dev.reprise.projections.JobPart.Count;
import dev.reprise.projections.JobPart.Finding;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Compares the rows of a generation with the events, and mends them if it is asked to. All parts
 * but the last scan the events, for rows that are missing or behind. The last part reads the rows:
 * those that were altered, that are parked, or that were made from commits that are not there.
 */
final class RepairWork implements JobWork {

    private final Map<String, ProjectionVersions> projections;
    private final ViewStore views;
    private final EventStore events;
    private final CommitScan scan;
    private final JobStore jobs;
    private final RowCheck check;
    private final Duration pause;
    private final RowTally tally;

    /**
     * The work.
     *
     * @param pause how long each worker waits after a page
     * @param tally counts the rows that were repaired
     */
    RepairWork(
            Map<String, ProjectionVersions> projections,
            ViewStore views,
            EventStore events,
            CommitScan scan,
            JobStore jobs,
            Duration pause,
            RowTally tally) {
        this.projections = Map.copyOf(projections);
        this.views = views;
        this.events = events;
        this.scan = scan;
        this.jobs = jobs;
        this.check = new RowCheck(events);
        this.pause = pause;
        this.tally = tally;
    }

    /** What is wrong with a stream's row. */
    record Suspect(Difference difference, String error) {}

    @Override
    public Step step(Job job, JobPart part) {
        Optional<Projection<?, ?>> projection = projection(job);
        if (projection.isEmpty()) {
            jobs.save(job.in(Job.State.CANCELLED), Optional.of(job));
            return new Step.Over();
        }
        JobPart after =
                part.task().part() == job.parts() - 1
                        ? checkRows(job, part, projection.get())
                        : checkCommits(job, part, projection.get());
        LockSupport.parkNanos(pause.toNanos());
        return new Step.Advanced(after);
    }

    /** Empty if the generation is no longer written, or this code cannot write it. */
    private Optional<Projection<?, ?>> projection(Job job) {
        return views.written(job.projection()).stream()
                .filter(generation -> generation.number() == job.generation())
                .map(Generation::schemaVersion)
                .findFirst()
                .flatMap(version ->
                        Optional.ofNullable(projections.get(job.projection()))
                                .flatMap(versions -> versions.in(version)));
    }

    private JobPart checkCommits(Job job, JobPart part, Projection<?, ?> projection) {
        CommitScan.Page page =
                scan.read(
                        projection.category(),
                        new CommitScan.Part(part.task().part(), job.parts() - 1),
                        part.cursor());
        Map<StreamName, List<DeliveredCommit>> streams =
                Projector.byStream(projection.category(), page.commits());
        Map<RowKey, StoredRow> rows =
                views.readAll(streams.keySet().stream().map(stream -> key(job, stream)).toList());
        Map<StreamName, Suspect> suspects = new TreeMap<>(RowCheck.BY_NAME);
        streams.forEach((stream, commits) ->
                check.against(commits.getLast(), Optional.ofNullable(rows.get(key(job, stream))))
                        .ifPresent(suspect -> suspects.put(stream, suspect)));
        return mend(job, part, projection, suspects)
                .at(page.next())
                .plus(Count.SCANNED, page.scanned());
    }

    private JobPart checkRows(Job job, JobPart part, Projection<?, ?> projection) {
        ViewStore.RowPage page = views.rows(job.projection(), job.generation(), part.cursor());
        Map<StreamName, Suspect> suspects = new TreeMap<>(RowCheck.BY_NAME);
        suspects.putAll(check.againstEvents(page.rows()));
        return mend(job, part, projection, suspects)
                .at(page.next())
                .plus(Count.SCANNED, page.rows().size());
    }

    private JobPart mend(
            Job job, JobPart part, Projection<?, ?> projection, Map<StreamName, Suspect> suspects) {
        Set<StreamName> streams = suspects.keySet();
        if (job.takesEffect() && !streams.isEmpty()) {
            int failed =
                    new GenerationBatch<>(
                                    projection, Approach.REPAIRED, job.generation(), views, events)
                            .follow(streams)
                            .size();
            if (failed > 0) {
                throw new StoreUnavailableException(
                        Reason.UNREACHABLE, failed + " rows of a page could not be repaired");
            }
        }
        Map<RowKey, StoredRow> rows =
                job.takesEffect()
                        ? views.readAll(streams.stream().map(stream -> key(job, stream)).toList())
                        : Map.of();
        List<Finding> findings =
                suspects.entrySet().stream()
                        .map(suspect ->
                                new Finding(
                                        suspect.getKey().toString(),
                                        suspect.getValue().difference(),
                                        suspect.getValue().error(),
                                        isRight(
                                                Optional.ofNullable(
                                                        rows.get(key(job, suspect.getKey()))))))
                        .toList();
        long mended = findings.stream().filter(Finding::mended).count();
        tally.addRepairedRows(mended);
        return part.plus(findings).plus(Count.MENDED, mended);
    }

    private static boolean isRight(Optional<StoredRow> row) {
        return row.flatMap(StoredRow::intact)
                .filter(intact -> intact.parked().isEmpty())
                .isPresent();
    }

    private static RowKey key(Job job, StreamName stream) {
        return new RowKey(job.projection(), job.generation(), stream);
    }

    @Override
    public Optional<Duration> complete(Job job) {
        if (job.state() == Job.State.RUNNING) {
            jobs.save(job.in(Job.State.DONE), Optional.of(job));
        }
        return Optional.empty();
    }
}
