package dev.reprise.lambda;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import dev.reprise.eventstore.Commit;
import dev.reprise.metrics.EmbeddedMetrics;
import dev.reprise.metrics.LogFields;
import dev.reprise.metrics.Metric;
import dev.reprise.metrics.StoreUsage;
import dev.reprise.projections.DeliveredCommit;
import dev.reprise.projections.RowTally;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes a line for each batch: its commits, its age, its failures, duplicates and repairs, and its
 * requests to DynamoDB.
 */
@Singleton
final class ProjectorMetrics {

    private final EmbeddedMetrics metrics;
    private final StoreUsage usage;
    private final InstantSource clock;

    @Inject
    ProjectorMetrics(EmbeddedMetrics metrics, StoreUsage usage) {
        this(metrics, usage, InstantSource.system());
    }

    ProjectorMetrics(EmbeddedMetrics metrics, StoreUsage usage, InstantSource clock) {
        this.metrics = metrics;
        this.usage = usage;
        this.clock = clock;
    }

    StreamsEventResponse measured(
            DynamodbEvent batch,
            List<DeliveredCommit> commits,
            RowTally tally,
            Supplier<StreamsEventResponse> project) {
        StoreUsage.Taken before = usage.sinceStart();
        RowTally.Found foundBefore = tally.sinceStart();
        StreamsEventResponse answer = project.get();
        RowTally.Found found = tally.sinceStart().minus(foundBefore);

        Map<Metric, Number> measured = metrics.ofCall(usage.sinceStart().minus(before));
        measured.put(Metric.DELIVERED_COMMITS, batch.getRecords().size());
        measured.put(Metric.COMMITS_TO_DELIVER_AGAIN, answer.getBatchItemFailures().size());
        measured.put(Metric.DUPLICATE_COMMITS, found.duplicateCommits());
        measured.put(Metric.REPAIRED_ROWS, found.repairedRows());
        measured.put(Metric.PROJECTION_LAG, ageMillis(batch));
        metrics.write(
                measured,
                Map.of(
                        LogFields.COMMITS,
                        joined(commits.stream().map(ProjectorMetrics::name)),
                        LogFields.CORRELATION_IDS,
                        joined(commits.stream().flatMap(ProjectorMetrics::correlationId))));
        return answer;
    }

    private static String joined(Stream<String> texts) {
        return texts.distinct().collect(Collectors.joining(" "));
    }

    private static String name(DeliveredCommit commit) {
        return commit.stream() + "@" + commit.sequenceNumber();
    }

    private static Stream<String> correlationId(DeliveredCommit delivered) {
        return delivered instanceof DeliveredCommit.Intact(_, Commit commit, _)
                ? Stream.ofNullable(commit.metadata().correlationId())
                : Stream.empty();
    }

    /** The age of the oldest record, to the second; 0 if no record says when it was made. */
    private long ageMillis(DynamodbEvent batch) {
        return batch.getRecords().stream()
                .map(record -> record.getDynamodb().getApproximateCreationDateTime())
                .filter(Objects::nonNull)
                .mapToLong(Date::getTime)
                .map(made -> Math.max(0, clock.millis() - made))
                .max()
                .orElse(0);
    }
}
