package dev.reprise.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.NewCommit;
import dev.reprise.eventstore.StreamName;
import dev.reprise.metrics.EmbeddedMetrics;
import dev.reprise.metrics.StoreUsage;
import dev.reprise.projections.DeliveredCommit;
import dev.reprise.projections.RowTally;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProjectorMetricsTest {

    private static final Instant NOW = Instant.parse("2026-01-31T08:15:30Z");

    private final List<String> lines = new ArrayList<>();
    private final StoreUsage usage = new StoreUsage();
    private final ProjectorMetrics metrics =
            new ProjectorMetrics(
                    new EmbeddedMetrics(true, "shop", () -> NOW, lines::add), usage, () -> NOW);

    @Test
    void a_batch_says_its_age_its_failures_and_what_it_took() {
        usage.addWriteUnits(100);
        DynamodbEvent batch = batch(NOW.minusSeconds(3), NOW.minusSeconds(70));

        StreamsEventResponse answer =
                metrics.measured(
                        batch,
                        List.of(
                                commit("1", "of-the-caller"),
                                commit("2", null),
                                new DeliveredCommit.Damaged("3", account("3"), 7, "no hash")),
                        new RowTally(),
                        () -> {
                            usage.addRequest();
                            usage.addWriteUnits(2.5);
                            return new StreamsEventResponse(List.of(new BatchItemFailure("2")));
                        });

        assertThat(answer.getBatchItemFailures()).hasSize(1);
        assertThat(lines).hasSize(1);
        assertThat(lines.getFirst())
                .contains("\"DeliveredCommits\":2.0")
                .contains("\"CommitsToDeliverAgain\":1.0")
                .contains("\"DuplicateCommits\":0.0")
                .contains("\"RepairedRows\":0.0")
                .contains("\"ProjectionLag\":70000.0")
                .contains("\"ColdStarts\":1.0")
                .contains("\"StoreRequests\":1.0")
                .contains("\"WriteUnits\":2.5")
                .contains("\"commits\":\"account-1@1 account-2@1 account-3@7\"")
                .contains("\"correlationIds\":\"of-the-caller\"");
    }

    private static StreamName account(String id) {
        return new StreamName("account", id);
    }

    /** The first commit of an account. */
    private static DeliveredCommit commit(String id, @Nullable String correlationId) {
        Commit commit =
                Commits.append(
                        new InMemoryEventStore(),
                        new NewCommit(
                                CommitBoundary.startOf(account(id)),
                                Commits.events(1),
                                new CommandId("command-" + id),
                                Commits.commandDigest(id),
                                new Metadata(correlationId, null, null),
                                Commits.AT));
        return new DeliveredCommit.Intact(id, commit, _ -> true);
    }

    private static DynamodbEvent batch(Instant... made) {
        List<DynamodbStreamRecord> records = new ArrayList<>();
        for (Instant at : made) {
            var record = new DynamodbStreamRecord();
            record.setDynamodb(new StreamRecord().withApproximateCreationDateTime(Date.from(at)));
            records.add(record);
        }
        var batch = new DynamodbEvent();
        batch.setRecords(records);
        return batch;
    }
}
