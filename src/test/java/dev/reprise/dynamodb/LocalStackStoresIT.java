package dev.reprise.dynamodb;

import dev.reprise.local.LocalStack;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contracts of the stores on LocalStack's DynamoDB. */
@ExtendWith(LocalStack.class)
class LocalStackStoresIT {

    @Nested
    class Events extends DynamoDbEventStoreIT {}

    @Nested
    class Views extends DynamoDbViewStoreIT {}

    @Nested
    class Indexes extends DynamoDbViewStoreIndexIT {}

    @Nested
    class Lists extends DynamoDbViewStoreListsIT {}

    @Nested
    class SharedRows extends DynamoDbViewStoreSharedIT {}

    @Nested
    class Jobs extends DynamoDbJobStoreIT {}
}
