package dev.reprise.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Digest;
import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.NewerReleaseException;
import dev.reprise.eventstore.StreamName;
import dev.reprise.feed.FeedEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a page as bytes: a JSON array with an object for each commit, a line feed, and
 * then the encoded events of the commits, one after another. Commits whose events are only in the
 * event store have none here. So a person can read the bytes, and they deflate well.
 */
final class FeedEntries {

    private static final JsonMapper JSON = new JsonMapper();

    /** The stream's name. */
    private static final String STREAM = "s";

    /** The sequence number of the commit's first event. */
    private static final String SEQ = "q";

    /** The number of events. Absent for 1. */
    private static final String COUNT = "n";

    /** The timestamp, in milliseconds since the epoch. */
    private static final String AT = "t";

    private static final String COMMAND_ID = "c";
    private static final String CORRELATION_ID = "r";
    private static final String CAUSATION_ID = "a";
    private static final String ACTOR = "u";

    /** In milliseconds since the epoch. */
    private static final String OCCURRED_AT = "o";

    /** The commit's hash, in base64. */
    private static final String HASH = "h";

    /** The size of the events in bytes. Absent if only the event store has them. */
    private static final String LENGTH = "l";

    /** The name of the events' format. Absent for JSON. */
    private static final String FORMAT = "f";

    /** The schema version that the events need. Absent for 1. */
    private static final String SCHEMA_VERSION = "v";

    private static final Set<String> FIELDS =
            Set.of(
                    STREAM,
                    SEQ,
                    COUNT,
                    AT,
                    COMMAND_ID,
                    CORRELATION_ID,
                    CAUSATION_ID,
                    ACTOR,
                    OCCURRED_AT,
                    HASH,
                    LENGTH,
                    FORMAT,
                    SCHEMA_VERSION);

    private FeedEntries() {}

    static byte[] encode(List<FeedEntry> entries) {
        ArrayNode known = JsonNodeFactory.instance.arrayNode();
        ByteArrayOutputStream events = new ByteArrayOutputStream();
        for (FeedEntry entry : entries) {
            ObjectNode fields = known.addObject();
            put(entry, fields);
            entry.events().ifPresent(own -> put(own, fields, events));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(known.toString().getBytes(UTF_8));
        bytes.write('\n');
        bytes.writeBytes(events.toByteArray());
        return bytes.toByteArray();
    }

    private static void put(FeedEntry entry, ObjectNode fields) {
        Metadata metadata = entry.metadata();
        fields.put(STREAM, entry.stream().toString());
        fields.put(SEQ, entry.firstSequenceNumber());
        putUnlessOne(COUNT, entry.count(), fields);
        fields.put(AT, entry.at().toEpochMilli());
        fields.put(COMMAND_ID, entry.commandId().value());
        putIfKnown(CORRELATION_ID, metadata.correlationId(), fields);
        putIfKnown(CAUSATION_ID, metadata.causationId(), fields);
        putIfKnown(ACTOR, metadata.actor(), fields);
        if (metadata.occurredAt() != null) {
            fields.put(OCCURRED_AT, metadata.occurredAt().toEpochMilli());
        }
        fields.put(HASH, entry.commitHash().bytes());
    }

    private static void put(
            EncodedEvents events, ObjectNode fields, ByteArrayOutputStream allEvents) {
        byte[] bytes = events.bytes();
        allEvents.writeBytes(bytes);
        fields.put(LENGTH, bytes.length);
        if (!events.format().equals(EncodedEvents.Json.FORMAT)) {
            fields.put(FORMAT, events.format());
        }
        putUnlessOne(SCHEMA_VERSION, events.schemaVersion(), fields);
    }

    private static void putUnlessOne(String name, int value, ObjectNode fields) {
        if (value != 1) {
            fields.put(name, value);
        }
    }

    private static void putIfKnown(String name, @Nullable String value, ObjectNode fields) {
        if (value != null) {
            fields.put(name, value);
        }
    }

    /**
     * The entries of a page.
     *
     * @param firstPosition the position of the first event
     * @throws NewerReleaseException if there is a field that this release does not know
     * @throws IllegalArgumentException if the bytes are not entries
     */
    static List<FeedEntry> decode(long firstPosition, byte[] bytes) {
        int end = 0;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        JsonNode known = parse(bytes, end);
        List<FeedEntry> entries = new ArrayList<>();
        long position = firstPosition;
        int at = end + 1;
        for (JsonNode fields : known) {
            Attributes.requireOnly(FIELDS, fieldNames(fields));
            int length = fields.path(LENGTH).asInt(0);
            require(at >= 0 && length >= 0 && length <= bytes.length - at, LENGTH);
            entries.add(entry(position, fields, Arrays.copyOfRange(bytes, at, at + length)));
            position = entries.getLast().lastPosition() + 1;
            at += length;
        }
        require(at == bytes.length, LENGTH);
        return entries;
    }

    private static JsonNode parse(byte[] bytes, int end) {
        try {
            JsonNode known = JSON.readTree(bytes, 0, end);
            if (known.isArray()) {
                return known;
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("the entries are no JSON: " + e.getMessage(), e);
        }
        throw new IllegalArgumentException("the entries are no array");
    }

    private static Set<String> fieldNames(JsonNode fields) {
        Set<String> names = new HashSet<>();
        fields.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static FeedEntry entry(long position, JsonNode fields, byte[] events) {
        int count = fields.path(COUNT).asInt(1);
        require(count > 0, COUNT);
        return new FeedEntry(
                position,
                StreamName.parse(text(STREAM, fields)).orElseThrow(() -> malformed(STREAM)),
                number(SEQ, fields),
                count,
                Instant.ofEpochMilli(number(AT, fields)),
                new CommandId(text(COMMAND_ID, fields)),
                new Metadata(
                        fields.path(CORRELATION_ID).textValue(),
                        fields.path(CAUSATION_ID).textValue(),
                        fields.path(ACTOR).textValue(),
                        fields.has(OCCURRED_AT)
                                ? Instant.ofEpochMilli(number(OCCURRED_AT, fields))
                                : null),
                hash(fields),
                fields.has(LENGTH) ? Optional.of(events(count, fields, events)) : Optional.empty());
    }

    private static EncodedEvents events(int count, JsonNode fields, byte[] bytes) {
        EncodedEvents events =
                fields.has(FORMAT)
                        ? new EncodedEvents.Binary(count, text(FORMAT, fields), bytes)
                        : new EncodedEvents.Json(count, new String(bytes, UTF_8));
        return fields.has(SCHEMA_VERSION)
                ? events.needing((int) number(SCHEMA_VERSION, fields))
                : events;
    }

    private static Digest hash(JsonNode fields) {
        try {
            return Digest.of(Base64.getDecoder().decode(text(HASH, fields)));
        } catch (IllegalArgumentException e) {
            throw malformed(HASH);
        }
    }

    private static String text(String name, JsonNode fields) {
        require(fields.path(name).isTextual(), name);
        return fields.path(name).textValue();
    }

    private static long number(String name, JsonNode fields) {
        require(fields.path(name).isIntegralNumber(), name);
        return fields.path(name).longValue();
    }

    private static void require(boolean fits, String field) {
        if (!fits) {
            throw malformed(field);
        }
    }

    private static IllegalArgumentException malformed(String field) {
        return new IllegalArgumentException(
                "the field " + field + " of an entry is missing or malformed");
    }
}
