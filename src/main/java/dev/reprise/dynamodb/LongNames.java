package dev.reprise.dynamodb;

import static dev.reprise.dynamodb.EventsTable.SEQ;
import static dev.reprise.dynamodb.EventsTable.STREAM;

import dev.reprise.eventstore.CommandDigest;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Digest;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.eventstore.TimestampFormat;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The layout of items from before {@link ShortNames}: whole words, ids and times as text, and
 * metadata in a map. It is only read.
 */
final class LongNames implements CommitLayout {

    static final LongNames LAYOUT = new LongNames();

    /** N: how many events the commit holds. */
    private static final String COUNT = "count";

    /** S or B, as {@link EventsTable#EVENTS}. */
    private static final String EVENTS = "events";

    /** S, as {@link EventsTable#FORMAT}. */
    private static final String FORMAT = "format";

    /** N, as {@link EventsTable#EVENT_SCHEMA_VERSION}. */
    private static final String EVENT_SCHEMA_VERSION = "eventSchema";

    /** S: the timestamp, in {@link TimestampFormat}. */
    private static final String AT = "at";

    /** S: the id of the command. */
    private static final String COMMAND_ID = "commandId";

    /** B: the whole SHA-256 of the command's content, of schema version 1. */
    private static final String COMMAND_HASH = "commandHash";

    /** M of S: the metadata; absent if nothing is known. */
    private static final String META = "meta";

    /** B: the commit's hash in the hash chain. */
    private static final String HASH = "hash";

    /** S or B, as {@link EventsTable#STATE}. */
    private static final String STATE = "state";

    /** N, as {@link EventsTable#STATE_SCHEMA_VERSION}. */
    private static final String STATE_SCHEMA_VERSION = "stateSchema";

    /** B, as {@link EventsTable#STATE_COMMANDS}. */
    private static final String STATE_COMMANDS = "stateCommands";

    /** S, in {@link #META}. */
    private static final String CORRELATION_ID = "correlationId";

    /** S, in {@link #META}. */
    private static final String CAUSATION_ID = "causationId";

    /** S, in {@link #META}. */
    private static final String ACTOR = "actor";

    /** S, in {@link #META}, in {@link TimestampFormat}. */
    private static final String OCCURRED_AT = "occurredAt";

    /** The attributes that every item of this layout has, and no item of another. */
    private static final List<String> REQUIRED =
            List.of(COUNT, EVENTS, AT, COMMAND_ID, COMMAND_HASH, HASH);

    private static final Set<String> NAMES =
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
    private static final Set<String> META_NAMES =
            Set.of(CORRELATION_ID, CAUSATION_ID, ACTOR, OCCURRED_AT);
    private static final EventsAttribute EVENTS_ATTRIBUTE =
            new EventsAttribute(EVENTS, FORMAT, EVENT_SCHEMA_VERSION);
    private static final SnapshotAttributes SNAPSHOT =
            new SnapshotAttributes(STATE, STATE_SCHEMA_VERSION, STATE_COMMANDS);
    private static final int SCHEMA_VERSION_OF_DIGESTS = 1;

    private LongNames() {}

    /** Whether an item has this layout. One required attribute is enough: others may be lost. */
    static boolean isLayoutOf(Map<String, AttributeValue> item) {
        for (String name : REQUIRED) {
            if (item.containsKey(name)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Set<String> names() {
        return NAMES;
    }

    @Override
    public String hashName() {
        return HASH;
    }

    @Override
    public EventsAttribute events() {
        return EVENTS_ATTRIBUTE;
    }

    @Override
    public SnapshotAttributes snapshot() {
        return SNAPSHOT;
    }

    @Override
    public int count(Map<String, AttributeValue> item) {
        return Attributes.positiveInt(item, COUNT);
    }

    @Override
    public Instant at(Map<String, AttributeValue> item) {
        return instant(item, AT);
    }

    @Override
    public CommandId commandId(Map<String, AttributeValue> item) {
        String id = Attributes.text(item, COMMAND_ID);
        return Attributes.parsed(COMMAND_ID, () -> new CommandId(id));
    }

    @Override
    public CommandDigest commandDigest(Map<String, AttributeValue> item) {
        byte[] sha256 = Attributes.binary(item, COMMAND_HASH);
        return Attributes.parsed(
                COMMAND_HASH, () -> CommandDigest.of(SCHEMA_VERSION_OF_DIGESTS, Digest.of(sha256)));
    }

    @Override
    public Metadata metadata(Map<String, AttributeValue> item) {
        if (!item.containsKey(META)) {
            return Metadata.NONE;
        }
        Map<String, AttributeValue> meta =
                Attributes.required(item, META, AttributeValue.Type.M).m();
        Attributes.requireOnly(META_NAMES, meta.keySet());
        return new Metadata(
                Attributes.optionalText(meta, CORRELATION_ID).orElse(null),
                Attributes.optionalText(meta, CAUSATION_ID).orElse(null),
                Attributes.optionalText(meta, ACTOR).orElse(null),
                meta.containsKey(OCCURRED_AT) ? instant(meta, OCCURRED_AT) : null);
    }

    /** None: no item of this layout has them. */
    @Override
    public Map<StreamName, StreamVersion> partners(Map<String, AttributeValue> item) {
        return Map.of();
    }

    private static Instant instant(Map<String, AttributeValue> attributes, String name) {
        String text = Attributes.text(attributes, name);
        return Attributes.parsed(name, () -> TimestampFormat.parse(text));
    }
}
