package dev.reprise.dynamodb;

import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.EventStoreLoadContract;
import dev.reprise.local.DynamoDbLocal;
import org.junit.jupiter.api.AfterAll;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class DynamoDbEventStoreLoadIT extends EventStoreLoadContract {

    private static final DynamoDbClient CLIENT =
            DynamoDbLocal.clientBuilder()
                    .overrideConfiguration(DynamoDbClientDefaults::apply)
                    .build();
    private static final EventStore STORE =
            new DynamoDbEventStore(CLIENT, DynamoDbLocal.freshTables() + "-events");

    @AfterAll
    static void close() {
        CLIENT.close();
    }

    @Override
    protected EventStore store() {
        return STORE;
    }
}
