package dev.reprise.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.RunsBesideQuarkus;
import dev.reprise.consumers.ConsumerState;
import dev.reprise.consumers.ConsumerStore;
import dev.reprise.consumers.ConsumerStoreContract;
import dev.reprise.consumers.Consumers;
import dev.reprise.consumers.Segment;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.feed.InMemoryFeedGenerations;
import dev.reprise.feed.InMemoryFeedStore;
import dev.reprise.feed.LiveFeed;
import dev.reprise.local.DynamoDbLocal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

@RunsBesideQuarkus
class DynamoDbConsumerStoreIT extends ConsumerStoreContract {

    private static final RequestLog LOG = new RequestLog();
    private static final DynamoDbClient CLIENT = LOG.client();

    @AfterAll
    static void close() {
        CLIENT.close();
    }

    @Override
    protected ConsumerStore emptyStore() {
        return new DynamoDbConsumerStore(CLIENT, DynamoDbLocal.freshTables() + "-feed");
    }

    private static final LiveFeed NEVER_REBUILT =
            InMemoryFeedGenerations.live(new InMemoryFeedStore(), new InMemoryEventStore());

    @Test
    void a_checkpoint_takes_one_read_unit_and_one_write_unit() {
        Consumers consumers = new Consumers(List.of(), emptyStore(), NEVER_REBUILT, Instant::now);
        consumers.lease("one", "me", Duration.ofMinutes(1));
        LOG.clear();

        assertThat(consumers.checkpoint("one", Segment.ALL, 1, 10, Optional.empty()))
                .isInstanceOf(Consumers.Result.Done.class);

        assertThat(LOG.names()).containsExactly("Query", "PutItem");
        assertThat(LOG.units()).containsExactly(1.0, 1.0);
    }

    @Test
    void a_split_is_one_transaction() {
        ConsumerStore store = emptyStore();
        store.save(ConsumerStoreContract.leased("one", "me"));
        Consumers consumers =
                new Consumers(
                        List.of(),
                        store,
                        NEVER_REBUILT,
                        () -> Instant.parse("2999-01-01T00:00:00Z"));
        LOG.clear();

        consumers.share("one", 4);

        assertThat(LOG.names())
                .containsExactly("Query", "PutItem", "Query", "TransactWriteItems", "Query");
        assertThat(store.find("one")).hasSize(4);
    }

    @Test
    void a_split_whose_answer_was_lost_is_made_once() {
        FaultyHttpClient http = new FaultyHttpClient();
        try (DynamoDbClient faulty = http.dynamoDbClient()) {
            ConsumerStore store =
                    new DynamoDbConsumerStore(faulty, DynamoDbLocal.freshTables() + "-feed");
            ConsumerState whole = ConsumerStoreContract.leased("one", "me");
            store.save(whole);
            List<ConsumerState> parts = ConsumerStoreContract.halves(whole);
            http.next(FaultyHttpClient.answerLost(() -> {}));

            assertThat(store.replace(List.of(whole), parts)).isTrue();
            assertThat(store.find("one")).isEqualTo(parts);
        }
    }

    @Test
    void a_save_whose_answer_was_lost_is_recognised() {
        String table = DynamoDbLocal.freshTables() + "-feed";
        FaultyHttpClient http = new FaultyHttpClient();
        try (DynamoDbClient faulty = http.dynamoDbClient()) {
            ConsumerStore store = new DynamoDbConsumerStore(faulty, table);
            ConsumerState first = ConsumerStoreContract.leased("one", "me");
            http.next(FaultyHttpClient.answerLost(() -> {}));

            assertThat(store.save(first)).isTrue();
            assertThat(store.find("one")).containsExactly(first);
        }
    }
}
