package dev.reprise.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.RunsBesideQuarkus;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.StreamName;
import dev.reprise.local.DynamoDbLocal;
import dev.reprise.metrics.RecentUsage;
import dev.reprise.metrics.RecentUsage.Units;
import dev.reprise.metrics.StoreUsage;
import dev.reprise.metrics.StoreUsage.Taken;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

@RunsBesideQuarkus
class UsageInterceptorIT {

    private final StoreUsage usage = new StoreUsage();
    private final RecentUsage recent = new RecentUsage(InstantSource.system());
    private final DynamoDbClient client =
            DynamoDbLocal.clientBuilder()
                    .overrideConfiguration(configuration -> {
                        DynamoDbClientDefaults.apply(configuration);
                        configuration.addExecutionInterceptor(new UsageInterceptor(usage, recent));
                    })
                    .build();
    private final String table = DynamoDbLocal.freshTables() + "-events";
    private final DynamoDbEventStore store = new DynamoDbEventStore(client, table);
    private final StreamName stream = new StreamName("order", "a1b2c3d4");

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void a_write_a_read_and_a_lost_race_are_counted() {
        store.append(Commits.commit(CommitBoundary.startOf(stream), "first", 1));
        assertThat(usage.sinceStart()).isEqualTo(new Taken(1, 0, 0, 1));

        Taken before = usage.sinceStart();
        assertThat(store.commitAtOrBefore(stream, 1)).isPresent();
        assertThat(usage.sinceStart().minus(before)).isEqualTo(new Taken(1, 0, 1, 0));

        before = usage.sinceStart();
        store.append(Commits.commit(CommitBoundary.startOf(stream), "second", 1));
        assertThat(usage.sinceStart().minus(before).requests()).isEqualTo(1);
        assertThat(usage.sinceStart().minus(before).failedConditions()).isEqualTo(1);
    }

    @Test
    void what_is_taken_is_counted_for_its_table() {
        store.append(Commits.commit(CommitBoundary.startOf(stream), "first", 1));
        store.commitAtOrBefore(stream, 1);

        assertThat(recent.lastHour().byTable()).isEqualTo(Map.of(table, new Units(1, 1)));
    }
}
