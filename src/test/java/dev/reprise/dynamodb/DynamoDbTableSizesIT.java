package dev.reprise.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamName;
import dev.reprise.local.DynamoDbLocal;
import dev.reprise.metrics.StoredTable;
import dev.reprise.metrics.TableSizes.Sizes;
import dev.reprise.metrics.TableSizes.TableSize;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class DynamoDbTableSizesIT {

    private static final Instant START = Instant.parse("2026-01-31T08:15:30.120Z");

    private final FaultyHttpClient network = new FaultyHttpClient();
    private final DynamoDbClient client = network.dynamoDbClient();
    private final String tables = DynamoDbLocal.freshTables();
    private Instant now = START;
    private final DynamoDbTableSizes sizes =
            new DynamoDbTableSizes(
                    client,
                    Map.of(
                            StoredTable.EVENTS,
                            tables + "-events",
                            StoredTable.KEYS,
                            tables + "-keys"),
                    () -> now);

    @AfterEach
    void close() {
        client.close();
        network.close();
    }

    private void append(String id) {
        new DynamoDbEventStore(client, tables + "-events")
                .append(
                        Commits.commit(
                                CommitBoundary.startOf(new StreamName("order", id)), "first", 2));
    }

    @Test
    void each_table_is_described_and_none_is_read() {
        append("a");
        append("b");
        int before = network.bodies().size();

        Sizes asked = sizes.sizes();

        assertThat(asked.askedAt()).isEqualTo(START);
        assertThat(asked.tables())
                .extracting(TableSize::table, TableSize::name, TableSize::items)
                .containsExactly(
                        tuple(StoredTable.EVENTS, tables + "-events", 2L),
                        tuple(StoredTable.KEYS, tables + "-keys", 0L));
        assertThat(asked.tables().getFirst().bytes()).isPositive();
        assertThat(asked.tables().getLast().bytes()).isZero();
        assertThat(network.bodies().subList(before, network.bodies().size()))
                .containsExactly(
                        "{\"TableName\":\"" + tables + "-events\"}",
                        "{\"TableName\":\"" + tables + "-keys\"}");
    }

    @Test
    void the_answer_is_remembered_for_a_minute() {
        Sizes first = sizes.sizes();
        append("a");
        now = now.plus(DynamoDbTableSizes.REMEMBERED).minusMillis(1);
        assertThat(sizes.sizes()).isSameAs(first);

        now = now.plusMillis(1);
        assertThat(sizes.sizes().tables().getFirst().items()).isEqualTo(1);
        assertThat(sizes.sizes().askedAt()).isEqualTo(START.plus(Duration.ofMinutes(1)));
    }

    @Test
    void a_table_that_may_not_be_described_is_a_fault_of_the_store_and_is_asked_for_again() {
        network.always(FaultyHttpClient.error(400, "AccessDeniedException"));
        assertThatThrownBy(sizes::sizes).isInstanceOf(StoreUnavailableException.class);

        network.always(FaultyHttpClient.Sending::send);
        assertThat(sizes.sizes().tables()).hasSize(2);
    }
}
