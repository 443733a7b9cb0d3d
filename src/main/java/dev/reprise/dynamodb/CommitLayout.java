package dev.reprise.dynamodb;

import dev.reprise.eventstore.CommandDigest;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Digest;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Reads the attributes of a commit's item. The key is the same in every layout, the other
 * attributes are not. {@link ShortNames} is the layout of new items.
 *
 * <p>A read of an attribute that is missing or malformed throws an {@link IllegalArgumentException}
 * that names the attribute.
 */
sealed interface CommitLayout permits ShortNames, LongNames {

    /** The layout of an item, even of one that is damaged. */
    static CommitLayout of(Map<String, AttributeValue> item) {
        return LongNames.isLayoutOf(item) ? LongNames.LAYOUT : ShortNames.LAYOUT;
    }

    /** The names of all attributes that an item may have. */
    Set<String> names();

    /** The name of the commit's hash, the only attribute that the hash does not cover. */
    String hashName();

    EventsAttribute events();

    SnapshotAttributes snapshot();

    /** How many events the commit holds, 1 or more. */
    int count(Map<String, AttributeValue> item);

    Instant at(Map<String, AttributeValue> item);

    CommandId commandId(Map<String, AttributeValue> item);

    CommandDigest commandDigest(Map<String, AttributeValue> item);

    Metadata metadata(Map<String, AttributeValue> item);

    /** The other streams of a joint append, with their versions after it. */
    Map<StreamName, StreamVersion> partners(Map<String, AttributeValue> item);

    /** The stored hash of the commit. */
    default Digest hash(Map<String, AttributeValue> item) {
        byte[] stored = Attributes.binary(item, hashName());
        return Attributes.parsed(hashName(), () -> Digest.of(stored));
    }
}
