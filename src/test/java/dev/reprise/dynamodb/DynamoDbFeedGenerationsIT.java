package dev.reprise.dynamodb;

import dev.reprise.feed.FeedGenerations;
import dev.reprise.feed.FeedGenerationsContract;
import dev.reprise.local.DynamoDbLocal;
import org.junit.jupiter.api.AfterAll;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class DynamoDbFeedGenerationsIT extends FeedGenerationsContract {

    private static final DynamoDbClient CLIENT = DynamoDbLocal.client();

    @AfterAll
    static void close() {
        CLIENT.close();
    }

    @Override
    protected FeedGenerations generations() {
        return new DynamoDbFeedGenerations(CLIENT, DynamoDbLocal.freshTables() + "-feed");
    }
}
