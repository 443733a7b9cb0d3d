package dev.reprise.dynamodb;

import static dev.reprise.eventstore.Commits.AT;
import static dev.reprise.eventstore.Commits.commandDigest;

import dev.reprise.eventstore.CommandFingerprints;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.Digest;
import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.Snapshot;
import dev.reprise.eventstore.StreamName;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Items in the layout {@link LongNames}, as they are stored in tables, and what they hold. Another
 * program computed their hashes.
 */
final class OldItems {

    static final StreamName STREAM = new StreamName("order", "a1b2c3d4");

    private static final String CREATED =
            "[{\"eventType\":\"OrderCreated\",\"customerId\":\"user123\"}]";
    private static final String SHIPPED =
            "[{\"eventType\":\"OrderShipped\",\"shippingAddress\":\"123 Main St, Anytown, USA\"}]";
    private static final String AVRO_CREATED = "c30145538e516e7e7c1d020e7573657231323300";
    private static final String STATE =
            "{\"customerId\":\"user123\",\"createdAt\":\"2026-01-31T08:15:30.120Z\",\"items\":[]}";

    /** An item, and the commit that it holds. */
    record Sample(Map<String, AttributeValue> attributes, Commit commit) {

        /** A copy of the item, to be altered. */
        Map<String, AttributeValue> item() {
            return new HashMap<>(attributes);
        }
    }

    /** The first commit of the stream. */
    static final Sample FIRST =
            sample(
                    Map.of("seq", number("1"), "events", text(CREATED)),
                    "8f09829544e88011b212f6311c139331e02aaedcd2a2bd5516ee7c5b08adaf04",
                    214,
                    new EncodedEvents.Json(1, CREATED),
                    Metadata.NONE,
                    Optional.empty());

    /** The second commit of the stream, with metadata. */
    static final Sample SECOND =
            sample(
                    Map.of(
                            "seq",
                            number("2"),
                            "events",
                            text(SHIPPED),
                            "meta",
                            AttributeValue.fromM(
                                    Map.of(
                                            "correlationId", text("correlation-1"),
                                            "causationId", text("causation-1"),
                                            "actor", text("user123")))),
                    "154e4a2d4dadd9a1879eaa1454c7952ba04afd9d4bbe320d0d122da634d75c3f",
                    307,
                    new EncodedEvents.Json(1, SHIPPED),
                    new Metadata("correlation-1", "causation-1", "user123"),
                    Optional.empty());

    /** A first commit in a binary format. */
    static final Sample AVRO =
            sample(
                    Map.of(
                            "seq", number("1"),
                            "events", binary(AVRO_CREATED),
                            "format", text("avro")),
                    "0955590ee4440c19b3d9888f456e8a27d56ed4b18196f5c650f163a2a9fa0e79",
                    191,
                    new EncodedEvents.Binary(1, "avro", HexFormat.of().parseHex(AVRO_CREATED)),
                    Metadata.NONE,
                    Optional.empty());

    /** A first commit with a snapshot. */
    static final Sample WITH_SNAPSHOT =
            sample(
                    Map.of(
                            "seq", number("1"),
                            "events", text(CREATED),
                            "state", text(STATE),
                            "stateSchema", number("1")),
                    "2057f732a00a9f60041a5bb74eec54f7fa1254f65955bc258dda3ecde132b83e",
                    214,
                    new EncodedEvents.Json(1, CREATED),
                    Metadata.NONE,
                    Optional.of(new Snapshot(1, STATE, CommandFingerprints.NONE)));

    /** A first commit whose events need schema version 3, with a snapshot and its commands. */
    static final Sample WITH_COMMANDS =
            sample(
                    Map.of(
                            "seq", number("1"),
                            "events", text(CREATED),
                            "eventSchema", number("3"),
                            "state", text(STATE),
                            "stateSchema", number("1"),
                            "stateCommands", binary("b9e93e7a010e87609101")),
                    "bb14b013bd8fed6d3211eb1d19c71b225ebab4866567951cb9b93eb198e0dbe2",
                    227,
                    new EncodedEvents.Json(1, CREATED).needing(3),
                    Metadata.NONE,
                    Optional.of(new Snapshot(1, STATE, Commits.fingerprints("key-1", "key-2"))));

    static final List<Sample> ALL = List.of(FIRST, SECOND, AVRO, WITH_SNAPSHOT, WITH_COMMANDS);

    private OldItems() {}

    private static Sample sample(
            Map<String, AttributeValue> some,
            String hash,
            int bytesWithoutSnapshot,
            EncodedEvents events,
            Metadata metadata,
            Optional<Snapshot> snapshot) {
        Map<String, AttributeValue> item = new HashMap<>(some);
        item.put("stream", text("order-a1b2c3d4"));
        item.put("count", number("1"));
        item.put("at", text("2026-01-31T08:15:30.120Z"));
        item.put("commandId", text("command-1"));
        item.put(
                "commandHash",
                binary("6d56b2c3b3755c20b67f503a15074def343f3284b29d4b2d9e026dbdb9d40126"));
        item.put("hash", binary(hash));
        return new Sample(
                Map.copyOf(item),
                new Commit(
                        STREAM,
                        Attributes.number(item, "seq"),
                        events,
                        AT,
                        new CommandId("command-1"),
                        commandDigest("content"),
                        metadata,
                        Map.of(),
                        snapshot,
                        bytesWithoutSnapshot,
                        Digest.of(HexFormat.of().parseHex(hash))));
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    private static AttributeValue number(String value) {
        return AttributeValue.fromN(value);
    }

    private static AttributeValue binary(String hex) {
        return AttributeValue.fromB(SdkBytes.fromByteArray(HexFormat.of().parseHex(hex)));
    }
}
