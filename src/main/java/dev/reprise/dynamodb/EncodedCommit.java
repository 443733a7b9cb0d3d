package dev.reprise.dynamodb;

import dev.reprise.eventstore.NewCommit;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A commit encoded as an item, or the reason why it is too large for one. */
sealed interface EncodedCommit {

    /**
     * The commit fits into an item.
     *
     * @param bytes the size of the item
     */
    record Item(Map<String, AttributeValue> attributes, int bytes) implements EncodedCommit {
        public Item {
            attributes = Map.copyOf(attributes);
        }
    }

    /**
     * The commit does not fit into an item.
     *
     * @param bytes the size of the item, or of the events before they are deflated
     * @param limit the largest size allowed, in bytes
     */
    record TooLarge(int bytes, int limit) implements EncodedCommit {}

    static EncodedCommit of(NewCommit commit) {
        int inflatedBytes = commit.events().size();
        if (inflatedBytes > EventsAttribute.MAX_INFLATED_BYTES) {
            return new TooLarge(inflatedBytes, EventsAttribute.MAX_INFLATED_BYTES);
        }
        Map<String, AttributeValue> attributes = CommitItem.encode(commit);
        int bytes = ItemSize.bytes(attributes);
        return bytes > ItemSize.MAX_BYTES
                ? new TooLarge(bytes, ItemSize.MAX_BYTES)
                : new Item(attributes, bytes);
    }
}
