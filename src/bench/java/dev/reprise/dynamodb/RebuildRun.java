package dev.reprise.dynamodb;

import dev.reprise.orders.MeasuredProjections;
import dev.reprise.projections.CommitScan;
import dev.reprise.projections.Job;
import dev.reprise.projections.JobPart;
import dev.reprise.projections.JobPart.Count;
import dev.reprise.projections.JobTask;
import dev.reprise.projections.Projection;
import dev.reprise.projections.ProjectionJobs;
import dev.reprise.projections.ProjectionVersions;
import dev.reprise.projections.Rebuild;
import dev.reprise.projections.ViewStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Builds generations of {@code order-summaries} over the same events. */
final class RebuildRun {

    static final int PARTS = 4;

    private final Projection<?, ?> projection = MeasuredProjections.orderSummaries();
    private final ProjectionVersions versions =
            ProjectionVersions.of(List.of(projection)).getFirst();
    private final ProjectionJobs jobs;

    RebuildRun(DynamoDbClient client, String tables) {
        ViewStore views = new DynamoDbViewStore(client, tables + "-views");
        CommitScan scan = new DynamoDbCommitScan(client, tables + "-events");
        this.jobs =
                new ProjectionJobs(
                        List.of(projection),
                        views,
                        new DynamoDbEventStore(client, tables + "-events"),
                        scan,
                        new DynamoDbJobStore(client, tables + "-views"),
                        (_, _) -> {},
                        new ProjectionJobs.Settings(PARTS, Duration.ofHours(1), Duration.ZERO),
                        InstantSource.system(),
                        () -> UUID.randomUUID().toString());
    }

    String name() {
        return projection.name();
    }

    /** Begins a generation. */
    int begin() {
        return switch (jobs.rebuild().start(versions, false)) {
            case Rebuild.Outcome.Accepted(_, var job) -> job.orElseThrow().generation();
            case Rebuild.Outcome.Refused(_, String detail) -> throw new AssertionError(detail);
        };
    }

    /** Fills the generation that was begun, and returns how many rows it has. */
    long fill() throws InterruptedException {
        Instant deadline = Instant.now().plus(Duration.ofHours(1));
        List<Thread> workers =
                IntStream.range(0, PARTS)
                        .mapToObj(part ->
                                Thread.ofVirtual()
                                        .start(() ->
                                                jobs.runner()
                                                        .run(
                                                                new JobTask(
                                                                        name(),
                                                                        Job.Kind.REBUILD,
                                                                        part),
                                                                deadline)))
                        .toList();
        for (Thread worker : workers) {
            worker.join();
        }
        List<JobPart> parts = jobs.rebuild().progress(name()).orElseThrow().parts();
        if (parts.size() < PARTS || !parts.stream().allMatch(JobPart::done)) {
            throw new AssertionError("the rebuild is not complete: " + parts);
        }
        return parts.stream().mapToLong(part -> part.count(Count.APPLIED)).sum();
    }

    /** Makes the generation live that was filled. */
    void end() {
        if (!(jobs.rebuild().switchOver(name()) instanceof Rebuild.Outcome.Accepted)) {
            throw new AssertionError("the generation does not become live");
        }
    }
}
