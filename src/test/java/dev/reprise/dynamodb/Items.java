package dev.reprise.dynamodb;

import dev.reprise.eventstore.NewCommit;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Makes the items of commits. */
final class Items {

    private Items() {}

    /** The item of a commit, which a test may change. */
    static Map<String, AttributeValue> of(NewCommit commit) {
        return new HashMap<>(CommitItem.encode(commit).attributes());
    }
}
