package dev.reprise.dynamodb;

import dev.reprise.eventstore.Digest;
import dev.reprise.eventstore.FramedDigest;
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
        item.forEach((name, value) -> {
            if (!name.equals(hashName)) {
                digest.add(name);
                add(digest, value);
            }
        });
        return digest.digest();
    }

    private static void add(FramedDigest digest, AttributeValue value) {
        digest.add(value.type().name());
        switch (value.type()) {
            case S -> digest.add(value.s());
            case N -> digest.add(value.n());
            case B -> digest.add(value.b().asByteArrayUnsafe());
            case BOOL -> digest.add(value.bool().toString());
            case NUL -> digest.add("");
            case SS -> addAll(digest, value.ss());
            case NS -> addAll(digest, value.ns());
            case BS -> {
                digest.add(Integer.toString(value.bs().size()));
                value.bs().forEach(bytes -> digest.add(bytes.asByteArrayUnsafe()));
            }
            case L -> {
                digest.add(Integer.toString(value.l().size()));
                value.l().forEach(element -> add(digest, element));
            }
            case M -> {
                digest.add(Integer.toString(value.m().size()));
                new TreeMap<>(value.m())
                        .forEach((name, element) -> {
                            digest.add(name);
                            add(digest, element);
                        });
            }
            case UNKNOWN_TO_SDK_VERSION ->
                    throw new IllegalArgumentException(
                            "the SDK does not know the type of an attribute: update the SDK");
        }
    }

    private static void addAll(FramedDigest digest, List<String> set) {
        digest.add(Integer.toString(set.size()));
        set.stream().sorted().forEach(digest::add);
    }
}
