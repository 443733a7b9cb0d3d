package dev.reprise.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.RunsBesideQuarkus;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.StreamName;
import dev.reprise.local.DynamoDbLocal;
import dev.reprise.projections.Amounts;
import dev.reprise.projections.DeliveredCommit;
import dev.reprise.projections.Entries;
import dev.reprise.projections.InMemoryCommitScan;
import dev.reprise.projections.Projection;
import dev.reprise.projections.Projector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/** The requests to the views table that a batch takes, once the projector runs. */
@RunsBesideQuarkus
class ProjectorRequestsIT {

    private final RequestLog log = new RequestLog();
    private final DynamoDbClient client = log.client();
    private final InMemoryEventStore events = new InMemoryEventStore();
    private final DynamoDbViewStore views =
            new DynamoDbViewStore(client, DynamoDbLocal.freshTables() + "-views");

    @AfterEach
    void close() {
        client.close();
    }

    private Projector running(Projection<?, ?> projection) {
        Projector projector =
                new Projector(
                        List.of(projection),
                        views,
                        events,
                        new InMemoryCommitScan(events),
                        () -> Commits.AT);
        assertThat(projector.project(List.of(enter("first", 1)))).isEmpty();
        log.clear();
        return projector;
    }

    private DeliveredCommit enter(String account, int amount) {
        StreamName stream = new StreamName(Entries.CATEGORY, account);
        List<Commit> all = Commits.all(events, stream);
        Commit commit =
                Commits.append(
                        events,
                        Commits.commit(
                                all.isEmpty()
                                        ? CommitBoundary.startOf(stream)
                                        : all.getLast().end(),
                                "command-" + all.size(),
                                Entries.CODEC.encode(List.of(amount)),
                                Commits.AT));
        return new DeliveredCommit.Intact(stream + "@" + all.size(), commit, _ -> true);
    }

    private List<DeliveredCommit> batch(int commits, int accounts) {
        List<DeliveredCommit> batch = new ArrayList<>();
        for (int i = 0; i < commits; i++) {
            batch.add(enter("account-" + i % accounts, i));
        }
        return batch;
    }

    @Test
    void a_lone_commit_takes_one_read_and_one_write_unit() {
        Projector projector = running(new Entries("entries", 1));
        assertThat(projector.project(List.of(enter("first", 2)))).isEmpty();
        assertThat(log.names()).containsExactly("BatchGetItem", "PutItem");
        // The row has an entry in one index, which takes a unit for its old and its new place.
        assertThat(log.units().getLast()).isEqualTo(1 + 2);
    }

    @Test
    void a_commit_that_is_there_already_takes_one_read() {
        Projector projector = running(new Entries("entries", 1));
        DeliveredCommit commit = enter("first", 2);
        projector.project(List.of(commit));
        log.clear();
        assertThat(projector.project(List.of(commit))).isEmpty();
        assertThat(log.names()).containsExactly("BatchGetItem");
    }

    @Test
    void a_batch_of_a_thousand_commits_of_a_thousand_streams() {
        Projector projector = running(new Entries("entries", 1));
        List<DeliveredCommit> batch = batch(1_000, 1_000);
        assertThat(projector.project(batch)).isEmpty();
        assertThat(log.requests(BatchGetItemRequest.class)).hasSize(10);
        assertThat(log.requests(GetItemRequest.class)).hasSize(1);
        assertThat(log.requests(PutItemRequest.class)).hasSize(1_000);
        assertThat(log.names()).hasSize(1_011);
    }

    @Test
    void a_batch_of_a_thousand_commits_of_ten_streams() {
        Projector projector = running(new Entries("entries", 1));
        List<DeliveredCommit> batch = batch(1_000, 10);
        Collections.reverse(batch);
        assertThat(projector.project(batch)).isEmpty();
        assertThat(log.requests(BatchGetItemRequest.class)).hasSize(1);
        assertThat(log.requests(PutItemRequest.class)).hasSize(10);
        assertThat(log.names()).hasSize(11);
    }

    @Test
    void streams_that_change_the_same_totals_share_transactions() {
        Projector projector = running(new Amounts());
        assertThat(projector.project(batch(1_000, 100))).isEmpty();
        // Each stream has a row, ten search rows, one total of its own digit, and one of all.
        assertThat(log.requests(TransactWriteItemsRequest.class)).hasSizeBetween(12, 13);
        assertThat(log.requests(PutItemRequest.class)).isEmpty();
        assertThat(log.requests(BatchGetItemRequest.class)).hasSize(1);
    }
}
