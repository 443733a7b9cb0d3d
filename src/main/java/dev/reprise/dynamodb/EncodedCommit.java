package dev.reprise.dynamodb;

import dev.reprise.eventstore.NewCommit;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A commit as it would be put, if it is not too large for that. */
sealed interface EncodedCommit {

    /**
     * Events that are much alike deflate to next to nothing, but are read at their full length ever
     * after.
     */
    int MAX_INFLATED_BYTES = 2 * 1024 * 1024;

    /**
     * It can be put.
     *
     * @param bytes what the item takes
     */
    record Item(Map<String, AttributeValue> attributes, int bytes) implements EncodedCommit {
        public Item {
            attributes = Map.copyOf(attributes);
        }
    }

    /** It cannot be put. */
    record TooLarge(int bytes, int limit) implements EncodedCommit {}

    static EncodedCommit of(NewCommit commit) {
        int inflatedBytes = commit.events().size();
        if (inflatedBytes > MAX_INFLATED_BYTES) {
            return new TooLarge(inflatedBytes, MAX_INFLATED_BYTES);
        }
        Map<String, AttributeValue> attributes = CommitItem.encode(commit);
        int bytes = ItemSize.bytes(attributes);
        return bytes > ItemSize.MAX_BYTES
                ? new TooLarge(bytes, ItemSize.MAX_BYTES)
                : new Item(attributes, bytes);
    }
}
