package dev.reprise.dynamodb;

import static dev.reprise.dynamodb.EventsTable.ACTOR;
import static dev.reprise.dynamodb.EventsTable.AT;
import static dev.reprise.dynamodb.EventsTable.CAUSATION_ID;
import static dev.reprise.dynamodb.EventsTable.COMMAND_HASH;
import static dev.reprise.dynamodb.EventsTable.COMMAND_ID;
import static dev.reprise.dynamodb.EventsTable.CORRELATION_ID;
import static dev.reprise.dynamodb.EventsTable.COUNT;
import static dev.reprise.dynamodb.EventsTable.EVENTS;
import static dev.reprise.dynamodb.EventsTable.HASH;
import static dev.reprise.dynamodb.EventsTable.META;
import static dev.reprise.dynamodb.EventsTable.SEQ;
import static dev.reprise.dynamodb.EventsTable.STREAM;

import dev.reprise.eventstore.BrokenStreamException;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.Digest;
import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.HashChain;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.NewCommit;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.TimestampFormat;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A commit as an item of the events table, both ways. */
final class CommitItem {

    private static final Set<String> ATTRIBUTES =
            Set.of(STREAM, SEQ, COUNT, EVENTS, AT, COMMAND_ID, COMMAND_HASH, META, HASH);
    private static final Set<String> META_ATTRIBUTES = Set.of(CORRELATION_ID, CAUSATION_ID, ACTOR);

    private CommitItem() {}

    /** The whole item, its hash included; its events deflated where that saves a write unit. */
    static Map<String, AttributeValue> encode(NewCommit commit) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put(STREAM, AttributeValue.fromS(commit.stream().toString()));
        item.put(SEQ, number(commit.firstSequenceNumber()));
        item.put(COUNT, number(commit.events().count()));
        item.put(AT, AttributeValue.fromS(TimestampFormat.format(commit.at())));
        item.put(COMMAND_ID, AttributeValue.fromS(commit.commandId().value()));
        item.put(COMMAND_HASH, binary(commit.commandHash().bytes()));
        Map<String, AttributeValue> meta = encode(commit.metadata());
        if (!meta.isEmpty()) {
            item.put(META, AttributeValue.fromM(meta));
        }
        item.put(HASH, binary(new byte[Digest.LENGTH]));
        putEvents(item, commit.events().json());
        item.put(HASH, binary(CommitHash.of(commit.after().hash(), item).bytes()));
        return item;
    }

    private static void putEvents(Map<String, AttributeValue> item, String json) {
        item.put(EVENTS, AttributeValue.fromS(json));
        int plainBytes = ItemSize.bytes(item);
        if (ItemSize.writeUnits(plainBytes) == 1) {
            return;
        }
        item.put(EVENTS, binary(Zlib.deflate(json)));
        if (ItemSize.writeUnits(ItemSize.bytes(item)) == ItemSize.writeUnits(plainBytes)) {
            item.put(EVENTS, AttributeValue.fromS(json));
        }
    }

    private static Map<String, AttributeValue> encode(Metadata metadata) {
        Map<String, AttributeValue> meta = new HashMap<>();
        putIfKnown(meta, CORRELATION_ID, metadata.correlationId());
        putIfKnown(meta, CAUSATION_ID, metadata.causationId());
        putIfKnown(meta, ACTOR, metadata.actor());
        return meta;
    }

    private static void putIfKnown(
            Map<String, AttributeValue> meta, String name, @Nullable String value) {
        if (value != null) {
            meta.put(name, AttributeValue.fromS(value));
        }
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    private static AttributeValue binary(byte[] bytes) {
        return AttributeValue.fromB(SdkBytes.fromByteArray(bytes));
    }

    /** The hash that an encoded item bears. */
    static Digest hash(Map<String, AttributeValue> item) {
        return Digest.of(binary(item, HASH));
    }

    /**
     * @throws BrokenStreamException if the item is not one that {@link #encode} makes: an attribute
     *     is missing, malformed or unknown
     */
    static Commit decode(Map<String, AttributeValue> item) {
        try {
            requireOnly(ATTRIBUTES, item.keySet());
            return new Commit(
                    StreamName.parse(text(item, STREAM))
                            .orElseThrow(() ->
                                    new IllegalArgumentException(
                                            STREAM + " is not the name of a stream")),
                    number(item, SEQ),
                    new EncodedEvents(Math.toIntExact(number(item, COUNT)), events(item)),
                    TimestampFormat.parse(text(item, AT)),
                    new CommandId(text(item, COMMAND_ID)),
                    Digest.of(binary(item, COMMAND_HASH)),
                    metadata(item),
                    hash(item));
        } catch (IllegalArgumentException
                | ArithmeticException
                | DateTimeException
                | IOException e) {
            throw new BrokenStreamException(
                    "commit " + place(item) + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static String place(Map<String, AttributeValue> item) {
        AttributeValue seq = item.get(SEQ);
        AttributeValue stream = item.get(STREAM);
        return (seq == null ? "?" : seq.n()) + " of " + (stream == null ? "?" : stream.s());
    }

    private static String events(Map<String, AttributeValue> item) throws IOException {
        AttributeValue events = required(item, EVENTS);
        return events.type() == AttributeValue.Type.B
                ? Zlib.inflate(events.b().asByteArrayUnsafe())
                : text(item, EVENTS);
    }

    private static Metadata metadata(Map<String, AttributeValue> item) {
        AttributeValue meta = item.get(META);
        if (meta == null) {
            return Metadata.NONE;
        }
        Map<String, AttributeValue> known = required(item, META, AttributeValue.Type.M).m();
        requireOnly(META_ATTRIBUTES, known.keySet());
        return new Metadata(
                optionalText(known, CORRELATION_ID),
                optionalText(known, CAUSATION_ID),
                optionalText(known, ACTOR));
    }

    private static void requireOnly(Set<String> known, Set<String> names) {
        for (String name : names) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("attribute " + name + " is not known");
            }
        }
    }

    private static AttributeValue required(Map<String, AttributeValue> attributes, String name) {
        AttributeValue value = attributes.get(name);
        if (value == null) {
            throw new IllegalArgumentException("attribute " + name + " is missing");
        }
        return value;
    }

    private static AttributeValue required(
            Map<String, AttributeValue> attributes, String name, AttributeValue.Type type) {
        AttributeValue value = required(attributes, name);
        if (value.type() != type) {
            throw new IllegalArgumentException(
                    "attribute " + name + " is of type " + value.type() + ", not " + type);
        }
        return value;
    }

    private static String text(Map<String, AttributeValue> attributes, String name) {
        return required(attributes, name, AttributeValue.Type.S).s();
    }

    private static @Nullable String optionalText(
            Map<String, AttributeValue> attributes, String name) {
        return attributes.containsKey(name) ? text(attributes, name) : null;
    }

    private static long number(Map<String, AttributeValue> attributes, String name) {
        return Long.parseLong(required(attributes, name, AttributeValue.Type.N).n());
    }

    private static byte[] binary(Map<String, AttributeValue> attributes, String name) {
        return required(attributes, name, AttributeValue.Type.B).b().asByteArrayUnsafe();
    }

    /** The item as the hash chain sees it, whatever became of its other attributes. */
    static HashChain.Link link(Map<String, AttributeValue> item) {
        return new HashChain.Link(
                new BigDecimal(required(item, SEQ, AttributeValue.Type.N).n()).longValue(),
                countOrZero(item),
                hashOrNull(item),
                previous -> CommitHash.of(previous, item));
    }

    private static long countOrZero(Map<String, AttributeValue> item) {
        try {
            return number(item, COUNT);
        } catch (IllegalArgumentException damaged) {
            return 0;
        }
    }

    private static @Nullable Digest hashOrNull(Map<String, AttributeValue> item) {
        try {
            return hash(item);
        } catch (IllegalArgumentException damaged) {
            return null;
        }
    }
}
