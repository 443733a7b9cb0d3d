package dev.reprise.dynamodb;

import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.NewCommit;
import java.util.Collections;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A commit encoded as an item, or the reason why it is too large for one. */
sealed interface EncodedCommit {

    /**
     * The commit fits into an item.
     *
     * @param attributes of the item; not copied, since whoever encodes a commit keeps none of them
     * @param bytes the size of the item
     * @param stored the commit as it is stored when the item is
     */
    record Item(Map<String, AttributeValue> attributes, int bytes, Commit stored)
            implements EncodedCommit {
        public Item {
            attributes = Collections.unmodifiableMap(attributes);
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
        Item item = CommitItem.encode(commit);
        return item.bytes() > ItemSize.MAX_BYTES
                ? new TooLarge(item.bytes(), ItemSize.MAX_BYTES)
                : item;
    }
}
