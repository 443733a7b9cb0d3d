package dev.reprise.dynamodb;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.RunsBesideQuarkus;
import dev.reprise.local.DynamoDbLocal;
import dev.reprise.projections.ViewStore;
import dev.reprise.projections.ViewStoreListsContract;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Runs the contract of lists. */
@RunsBesideQuarkus
class DynamoDbViewStoreListsIT extends ViewStoreListsContract {

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

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "64/", "-1/", "0/total/x", "0/stream/", "stream/order-1"})
    void a_text_that_is_no_place_in_the_rows_is_refused(String cursor) {
        assertThatThrownBy(() -> STORE.rows("orders", 1, Optional.of(cursor), 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
