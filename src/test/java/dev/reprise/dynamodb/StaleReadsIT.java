package dev.reprise.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.RunsBesideQuarkus;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.StreamName;
import dev.reprise.local.DynamoDbLocal;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Proves that {@link StaleReads} makes reads stale, since other tests depend on that. */
@RunsBesideQuarkus
class StaleReadsIT {

    private final String table = DynamoDbLocal.freshTables() + "-events";
    private final StreamName stream = new StreamName("order", "a");
    private final FaultyHttpClient http = new FaultyHttpClient();
    private final StaleReads staleReads = new StaleReads(new Random(1));
    private final DynamoDbClient client =
            DynamoDbLocal.clientBuilder().httpClientBuilder(null).httpClient(http).build();

    @BeforeEach
    void readAndAppend() {
        http.always(staleReads);
        EventStore store = new DynamoDbEventStore(client, table);
        Commits.appendAll(store, stream, 1);
        count(false);
        Commits.append(
                store, Commits.commit(Commits.all(store, stream).getLast().end(), "another", 1));
    }

    @AfterEach
    void close() {
        client.close();
        http.close();
    }

    private int count(boolean strongly) {
        return client.query(query ->
                        query.tableName(table)
                                .consistentRead(strongly)
                                .keyConditionExpression("#stream = :stream")
                                .expressionAttributeNames(Map.of("#stream", EventsTable.STREAM))
                                .expressionAttributeValues(
                                        Map.of(":stream", AttributeValue.fromS(stream.toString()))))
                .count();
    }

    private Stream<Integer> counts(boolean strongly) {
        return IntStream.range(0, 20).mapToObj(_ -> count(strongly));
    }

    @Test
    void an_eventually_consistent_read_is_sometimes_stale() {
        assertThat(counts(false)).contains(1, 2).containsOnly(1, 2);
        assertThat(staleReads.count()).isPositive();
    }

    @Test
    void a_strongly_consistent_read_is_never_stale() {
        assertThat(counts(true)).containsOnly(2);
        assertThat(staleReads.count()).isZero();
    }
}
