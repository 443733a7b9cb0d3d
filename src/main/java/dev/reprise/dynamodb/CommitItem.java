package dev.reprise.dynamodb;

import static dev.reprise.dynamodb.EventsTable.ACTOR;
import static dev.reprise.dynamodb.EventsTable.AT;
import static dev.reprise.dynamodb.EventsTable.CAUSATION_ID;
import static dev.reprise.dynamodb.EventsTable.COMMAND_HASH;
import static dev.reprise.dynamodb.EventsTable.COMMAND_ID;
import static dev.reprise.dynamodb.EventsTable.CORRELATION_ID;
import static dev.reprise.dynamodb.EventsTable.COUNT;
import static dev.reprise.dynamodb.EventsTable.EVENTS;
import static dev.reprise.dynamodb.EventsTable.EVENT_SCHEMA_VERSION;
import static dev.reprise.dynamodb.EventsTable.FORMAT;
import static dev.reprise.dynamodb.EventsTable.HASH;
import static dev.reprise.dynamodb.EventsTable.META;
import static dev.reprise.dynamodb.EventsTable.OCCURRED_AT;
import static dev.reprise.dynamodb.EventsTable.SEQ;
import static dev.reprise.dynamodb.EventsTable.STATE;
import static dev.reprise.dynamodb.EventsTable.STATE_COMMANDS;
import static dev.reprise.dynamodb.EventsTable.STATE_SCHEMA_VERSION;
import static dev.reprise.dynamodb.EventsTable.STREAM;

import dev.reprise.eventstore.BrokenStreamException;
import dev.reprise.eventstore.CommandFingerprints;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.Digest;
import dev.reprise.eventstore.HashChain;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.NewCommit;
import dev.reprise.eventstore.NewerReleaseException;
import dev.reprise.eventstore.Snapshot;
import dev.reprise.eventstore.SnapshotOffer;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.TimestampFormat;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Encodes a commit as an item of the events table, and decodes it. */
final class CommitItem {

    private static final Set<String> ATTRIBUTES =
            Set.of(
                    STREAM,
                    SEQ,
                    COUNT,
                    EVENTS,
                    FORMAT,
                    EVENT_SCHEMA_VERSION,
                    AT,
                    COMMAND_ID,
                    COMMAND_HASH,
                    META,
                    STATE,
                    STATE_SCHEMA_VERSION,
                    STATE_COMMANDS,
                    HASH);
    private static final Set<String> SNAPSHOT_ATTRIBUTES =
            Set.of(STATE, STATE_SCHEMA_VERSION, STATE_COMMANDS);
    private static final Set<String> META_ATTRIBUTES =
            Set.of(CORRELATION_ID, CAUSATION_ID, ACTOR, OCCURRED_AT);

    private CommitItem() {}

    /**
     * The whole item, with its hash. Its events are deflated if that saves a write unit. Its
     * snapshot is left out if {@link SnapshotOffer#isStored} says so.
     */
    static Map<String, AttributeValue> encode(NewCommit commit) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put(STREAM, Attributes.text(commit.stream().toString()));
        item.put(SEQ, Attributes.number(commit.firstSequenceNumber()));
        item.put(COUNT, Attributes.number(commit.events().count()));
        item.put(AT, Attributes.text(TimestampFormat.format(commit.at())));
        item.put(COMMAND_ID, Attributes.text(commit.commandId().value()));
        item.put(COMMAND_HASH, Attributes.binary(commit.commandHash().bytes()));
        Map<String, AttributeValue> meta = encode(commit.metadata());
        if (!meta.isEmpty()) {
            item.put(META, AttributeValue.fromM(meta));
        }
        item.put(HASH, Attributes.binary(new byte[Digest.LENGTH]));
        EventsAttribute.put(item, commit.events());
        commit.snapshot().ifPresent(offer -> putSnapshot(item, offer));
        item.put(HASH, Attributes.binary(CommitHash.of(commit.after().hash(), item).bytes()));
        return item;
    }

    private static void putSnapshot(Map<String, AttributeValue> item, SnapshotOffer offer) {
        Snapshot snapshot = offer.snapshot();
        int commitBytes = ItemSize.bytes(item);
        if (snapshot.commands().size() > 0) {
            item.put(STATE_COMMANDS, Attributes.binary(snapshot.commands().encode()));
        }
        int commandBytes = ItemSize.bytes(item) - commitBytes;
        item.put(STATE_SCHEMA_VERSION, Attributes.number(snapshot.schemaVersion()));
        Attributes.putDeflatable(item, STATE, snapshot.state());
        int stateBytes = ItemSize.bytes(item) - commandBytes - commitBytes;
        if (!offer.isStored(stateBytes, commandBytes, commitBytes, ItemSize.MAX_BYTES)) {
            item.keySet().removeAll(SNAPSHOT_ATTRIBUTES);
        }
    }

    /** The stored commit of an item that was put. */
    static Commit stored(NewCommit commit, Map<String, AttributeValue> item) {
        return commit.stored(hash(item), bytesWithoutSnapshot(item), item.containsKey(STATE));
    }

    private static int bytesWithoutSnapshot(Map<String, AttributeValue> item) {
        if (!item.containsKey(STATE)) {
            return ItemSize.bytes(item);
        }
        Map<String, AttributeValue> without = new HashMap<>(item);
        without.keySet().removeAll(SNAPSHOT_ATTRIBUTES);
        return ItemSize.bytes(without);
    }

    private static Map<String, AttributeValue> encode(Metadata metadata) {
        Map<String, AttributeValue> meta = new HashMap<>();
        putIfPresent(meta, CORRELATION_ID, metadata.correlationId());
        putIfPresent(meta, CAUSATION_ID, metadata.causationId());
        putIfPresent(meta, ACTOR, metadata.actor());
        if (metadata.occurredAt() != null) {
            meta.put(OCCURRED_AT, Attributes.text(TimestampFormat.format(metadata.occurredAt())));
        }
        return meta;
    }

    private static void putIfPresent(
            Map<String, AttributeValue> meta, String name, @Nullable String value) {
        if (value != null) {
            meta.put(name, Attributes.text(value));
        }
    }

    /** The stored hash of an item. */
    static Digest hash(Map<String, AttributeValue> item) {
        return Digest.of(Attributes.binary(item, HASH));
    }

    /**
     * The commit of a stored item.
     *
     * @throws NewerReleaseException if an attribute or the events' format is unknown
     * @throws BrokenStreamException if an attribute is missing or malformed
     */
    static Commit decode(Map<String, AttributeValue> item) {
        try {
            Attributes.requireOnly(ATTRIBUTES, item.keySet());
            return new Commit(
                    StreamName.parse(Attributes.text(item, STREAM))
                            .orElseThrow(() ->
                                    new IllegalArgumentException(
                                            "attribute " + STREAM + " must be a stream name")),
                    Attributes.number(item, SEQ),
                    EventsAttribute.of(item, Math.toIntExact(Attributes.number(item, COUNT))),
                    TimestampFormat.parse(Attributes.text(item, AT)),
                    new CommandId(Attributes.text(item, COMMAND_ID)),
                    Digest.of(Attributes.binary(item, COMMAND_HASH)),
                    metadata(item),
                    snapshot(item),
                    bytesWithoutSnapshot(item),
                    hash(item));
        } catch (NewerReleaseException e) {
            throw e.in("commit " + place(item));
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
            throw new BrokenStreamException(
                    "commit " + place(item) + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static String place(Map<String, AttributeValue> item) {
        AttributeValue seq = item.get(SEQ);
        AttributeValue stream = item.get(STREAM);
        return (seq == null ? "?" : seq.n()) + " of " + (stream == null ? "?" : stream.s());
    }

    private static Metadata metadata(Map<String, AttributeValue> item) {
        AttributeValue meta = item.get(META);
        if (meta == null) {
            return Metadata.NONE;
        }
        Map<String, AttributeValue> known =
                Attributes.required(item, META, AttributeValue.Type.M).m();
        Attributes.requireOnly(META_ATTRIBUTES, known.keySet());
        return new Metadata(
                Attributes.optionalText(known, CORRELATION_ID).orElse(null),
                Attributes.optionalText(known, CAUSATION_ID).orElse(null),
                Attributes.optionalText(known, ACTOR).orElse(null),
                Attributes.optionalText(known, OCCURRED_AT)
                        .map(TimestampFormat::parse)
                        .orElse(null));
    }

    private static Optional<Snapshot> snapshot(Map<String, AttributeValue> item) {
        if (SNAPSHOT_ATTRIBUTES.stream().noneMatch(item::containsKey)) {
            return Optional.empty();
        }
        return Optional.of(
                new Snapshot(
                        Math.toIntExact(Attributes.number(item, STATE_SCHEMA_VERSION)),
                        Attributes.deflatable(item, STATE),
                        item.containsKey(STATE_COMMANDS)
                                ? CommandFingerprints.decode(
                                        Attributes.binary(item, STATE_COMMANDS))
                                : CommandFingerprints.NONE));
    }

    /**
     * The item as a link of the hash chain. Attributes that the chain does not need may be damaged.
     */
    static HashChain.Link link(Map<String, AttributeValue> item) {
        return new HashChain.Link(
                new BigDecimal(Attributes.required(item, SEQ, AttributeValue.Type.N).n())
                        .longValue(),
                Attributes.undamaged(() -> Attributes.number(item, COUNT)).orElse(0L),
                Attributes.undamaged(() -> hash(item)).orElse(null),
                previous -> CommitHash.of(previous, item));
    }
}
