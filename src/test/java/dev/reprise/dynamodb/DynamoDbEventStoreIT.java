package dev.reprise.dynamodb;

import dev.reprise.RunsBesideQuarkus;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.EventStoreContract;
import dev.reprise.eventstore.EventStoreLoadContract;
import dev.reprise.eventstore.JointAppendContract;
import dev.reprise.local.DynamoDbLocal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

@RunsBesideQuarkus
class DynamoDbEventStoreIT {

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

    @Nested
    class Streams extends EventStoreContract {
        @Override
        protected EventStore store() {
            return STORE;
        }
    }

    @Nested
    class Loads extends EventStoreLoadContract {
        @Override
        protected EventStore store() {
            return STORE;
        }
    }

    @Nested
    class JointAppends extends JointAppendContract {
        @Override
        protected EventStore store() {
            return STORE;
        }
    }
}
