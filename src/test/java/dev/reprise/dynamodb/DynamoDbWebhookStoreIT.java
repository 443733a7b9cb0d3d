package dev.reprise.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.RunsBesideQuarkus;
import dev.reprise.local.DynamoDbLocal;
import dev.reprise.publishing.WebhookStore;
import dev.reprise.publishing.WebhookStoreContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

@RunsBesideQuarkus
class DynamoDbWebhookStoreIT extends WebhookStoreContract {

    private static final RequestLog LOG = new RequestLog();
    private static final DynamoDbClient CLIENT = LOG.client();

    @AfterAll
    static void close() {
        CLIENT.close();
    }

    @Override
    protected WebhookStore emptyStore() {
        return new DynamoDbWebhookStore(CLIENT, DynamoDbLocal.freshTables() + "-feed");
    }

    @Test
    void the_list_of_a_few_webhooks_takes_half_a_read_unit() {
        WebhookStore store = emptyStore();
        store.save(WebhookStoreContract.webhook("one"));
        LOG.clear();

        store.all();

        assertThat(LOG.names()).containsExactly("Query");
        assertThat(LOG.units()).containsExactly(0.5);
    }

    @Test
    void a_save_whose_answer_was_lost_is_recognised() {
        String table = DynamoDbLocal.freshTables() + "-feed";
        FaultyHttpClient http = new FaultyHttpClient();
        try (DynamoDbClient faulty = http.dynamoDbClient()) {
            WebhookStore store = new DynamoDbWebhookStore(faulty, table);
            http.next(FaultyHttpClient.answerLost(() -> {}));

            assertThat(store.save(WebhookStoreContract.webhook("one"))).isTrue();
            assertThat(store.find("one")).contains(WebhookStoreContract.webhook("one"));
        }
    }
}
