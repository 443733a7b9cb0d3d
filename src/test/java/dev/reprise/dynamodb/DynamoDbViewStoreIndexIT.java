package dev.reprise.dynamodb;

import dev.reprise.RunsBesideQuarkus;
import dev.reprise.local.DynamoDbLocal;
import dev.reprise.projections.ViewStore;
import dev.reprise.projections.ViewStoreIndexContract;
import org.junit.jupiter.api.AfterAll;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Runs the index contract. DynamoDB Local's indexes are never stale. */
@RunsBesideQuarkus
class DynamoDbViewStoreIndexIT extends ViewStoreIndexContract {

    private static final DynamoDbClient CLIENT =
            DynamoDbLocal.clientBuilder()
                    .overrideConfiguration(DynamoDbClientDefaults::apply)
                    .build();
    private static final ViewStore STORE =
            new DynamoDbViewStore(CLIENT, DynamoDbLocal.freshTables() + "-views");

    @AfterAll
    static void close() {
        CLIENT.close();
    }

    @Override
    protected ViewStore store() {
        return STORE;
    }
}
