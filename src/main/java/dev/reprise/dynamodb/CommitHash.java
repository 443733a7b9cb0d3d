package dev.reprise.dynamodb;

import dev.reprise.eventstore.CommitContent;
import dev.reprise.eventstore.Digest;
import dev.reprise.eventstore.FramedDigest;
import dev.reprise.eventstore.FramedFields;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A commit's hash in its stream's hash chain: a {@link FramedDigest} over the previous commit's
 * hash and every attribute of the item except the hash itself. The attributes are in the order of
 * their names, each with its name, its DynamoDB type and its stored value. So a changed, added or
 * removed attribute changes the hash, even an attribute that this code does not know.
 */
final class CommitHash {

    private CommitHash() {}

    /** The hash that an item should have. */
    static Digest of(Digest previous, Map<String, AttributeValue> item) {
        return of(previous, new TreeMap<>(item), CommitLayout.of(item).hashName());
    }

    /**
     * The hash of an item.
     *
     * @param hashName the name of the attribute for the hash, which may be present
     */
    static Digest of(Digest previous, SortedMap<String, AttributeValue> item, String hashName) {
        FramedDigest digest = new FramedDigest().add(previous.bytes());
        add(digest, item, hashName);
        return digest.digest();
    }

    /** Everything that the hash of an item covers except the previous commit's hash. */
    static CommitContent content(Map<String, AttributeValue> item) {
        return CommitContent.of(
                fields -> add(fields, new TreeMap<>(item), CommitLayout.of(item).hashName()));
    }

    private static void add(
            FramedFields fields, SortedMap<String, AttributeValue> item, String hashName) {
        item.forEach((name, value) -> {
            if (!name.equals(hashName)) {
                fields.add(name);
                add(fields, value);
            }
        });
    }

    private static void add(FramedFields fields, AttributeValue value) {
        fields.add(value.type().name());
        switch (value.type()) {
            case S -> fields.add(value.s());
            case N -> fields.add(value.n());
            case B -> fields.add(value.b().asByteArrayUnsafe());
            case BOOL -> fields.add(value.bool().toString());
            case NUL -> fields.add("");
            case SS -> addAll(fields, value.ss());
            case NS -> addAll(fields, value.ns());
            case BS -> {
                fields.add(Integer.toString(value.bs().size()));
                value.bs().forEach(bytes -> fields.add(bytes.asByteArrayUnsafe()));
            }
            case L -> {
                fields.add(Integer.toString(value.l().size()));
                value.l().forEach(element -> add(fields, element));
            }
            case M -> {
                fields.add(Integer.toString(value.m().size()));
                new TreeMap<>(value.m())
                        .forEach((name, element) -> {
                            fields.add(name);
                            add(fields, element);
                        });
            }
            case UNKNOWN_TO_SDK_VERSION ->
                    throw new IllegalArgumentException(
                            "the SDK does not know the type of an attribute: update the SDK");
        }
    }

    private static void addAll(FramedFields fields, List<String> set) {
        fields.add(Integer.toString(set.size()));
        set.stream().sorted().forEach(fields::add);
    }
}
