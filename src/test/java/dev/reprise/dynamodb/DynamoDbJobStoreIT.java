package dev.reprise.dynamodb;

import dev.reprise.RunsBesideQuarkus;
import dev.reprise.local.DynamoDbLocal;
import dev.reprise.projections.JobStore;
import dev.reprise.projections.JobStoreContract;
import org.junit.jupiter.api.AfterAll;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

@RunsBesideQuarkus
class DynamoDbJobStoreIT extends JobStoreContract {

    private static final DynamoDbClient CLIENT =
            DynamoDbLocal.clientBuilder()
                    .overrideConfiguration(DynamoDbClientDefaults::apply)
                    .build();
    private static final JobStore STORE =
            new DynamoDbJobStore(CLIENT, DynamoDbLocal.freshTables() + "-views");

    @AfterAll
    static void close() {
        CLIENT.close();
    }

    @Override
    protected JobStore store() {
        return STORE;
    }
}
