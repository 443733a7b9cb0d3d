package dev.reprise.dynamodb;

import static dev.reprise.dynamodb.EventsTable.ACTOR;
import static dev.reprise.dynamodb.EventsTable.AT;
import static dev.reprise.dynamodb.EventsTable.CAUSATION_ID;
import static dev.reprise.dynamodb.EventsTable.COMMAND_DIGEST;
import static dev.reprise.dynamodb.EventsTable.COMMAND_ID;
import static dev.reprise.dynamodb.EventsTable.CORRELATION_ID;
import static dev.reprise.dynamodb.EventsTable.COUNT;
import static dev.reprise.dynamodb.EventsTable.EVENTS;
import static dev.reprise.dynamodb.EventsTable.EVENT_SCHEMA_VERSION;
import static dev.reprise.dynamodb.EventsTable.FORMAT;
import static dev.reprise.dynamodb.EventsTable.HASH;
import static dev.reprise.dynamodb.EventsTable.OCCURRED_AT;
import static dev.reprise.dynamodb.EventsTable.PARTNERS;
import static dev.reprise.dynamodb.EventsTable.SEQ;
import static dev.reprise.dynamodb.EventsTable.STATE;
import static dev.reprise.dynamodb.EventsTable.STATE_COMMANDS;
import static dev.reprise.dynamodb.EventsTable.STATE_SCHEMA_VERSION;
import static dev.reprise.dynamodb.EventsTable.STREAM;

import dev.reprise.eventstore.CommandDigest;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.NewCommit;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The layout of new items, described in {@link EventsTable}: names of one or two letters, and
 * binary ids. What is usual is left out: a count of 1, JSON, schema version 1.
 */
final class ShortNames implements CommitLayout {

    static final ShortNames LAYOUT = new ShortNames();

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
                    COMMAND_DIGEST,
                    CORRELATION_ID,
                    CAUSATION_ID,
                    ACTOR,
                    OCCURRED_AT,
                    PARTNERS,
                    STATE,
                    STATE_SCHEMA_VERSION,
                    STATE_COMMANDS,
                    HASH);
    private static final EventsAttribute EVENTS_ATTRIBUTE =
            new EventsAttribute(EVENTS, FORMAT, EVENT_SCHEMA_VERSION);
    private static final SnapshotAttributes SNAPSHOT =
            new SnapshotAttributes(STATE, STATE_SCHEMA_VERSION, STATE_COMMANDS);

    private ShortNames() {}

    /** Puts the attributes of a commit, without its events, snapshot and hash. */
    void put(SizedItem item, NewCommit commit) {
        item.put(STREAM, Attributes.text(commit.stream().toString()));
        item.put(SEQ, Attributes.number(commit.firstSequenceNumber()));
        if (commit.events().count() > 1) {
            item.put(COUNT, Attributes.number(commit.events().count()));
        }
        item.put(AT, Attributes.number(commit.at().toEpochMilli()));
        item.put(COMMAND_ID, IdAttribute.encode(commit.commandId().value()));
        item.put(COMMAND_DIGEST, Attributes.binary(commit.commandDigest().encode()));
        put(item, commit.metadata());
        putPartners(item, commit.partners());
    }

    private static void put(SizedItem item, Metadata metadata) {
        if (metadata.correlationId() != null) {
            item.put(CORRELATION_ID, IdAttribute.encode(metadata.correlationId()));
        }
        if (metadata.causationId() != null) {
            item.put(CAUSATION_ID, IdAttribute.encode(metadata.causationId()));
        }
        if (metadata.actor() != null) {
            item.put(ACTOR, Attributes.text(metadata.actor()));
        }
        if (metadata.occurredAt() != null) {
            item.put(OCCURRED_AT, Attributes.number(metadata.occurredAt().toEpochMilli()));
        }
    }

    private static void putPartners(SizedItem item, Map<StreamName, StreamVersion> partners) {
        if (!partners.isEmpty()) {
            Map<String, AttributeValue> versions = new HashMap<>();
            partners.forEach((stream, version) ->
                    versions.put(stream.toString(), Attributes.number(version.value())));
            item.put(PARTNERS, AttributeValue.fromM(versions));
        }
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
        return item.containsKey(COUNT) ? Attributes.positiveInt(item, COUNT) : 1;
    }

    @Override
    public Instant at(Map<String, AttributeValue> item) {
        return Attributes.instant(item, AT);
    }

    @Override
    public CommandId commandId(Map<String, AttributeValue> item) {
        String id = IdAttribute.decode(Attributes.required(item, COMMAND_ID), COMMAND_ID);
        return Attributes.parsed(COMMAND_ID, () -> new CommandId(id));
    }

    @Override
    public CommandDigest commandDigest(Map<String, AttributeValue> item) {
        byte[] stored = Attributes.binary(item, COMMAND_DIGEST);
        return Attributes.parsed(COMMAND_DIGEST, () -> CommandDigest.decode(stored));
    }

    @Override
    public Metadata metadata(Map<String, AttributeValue> item) {
        return new Metadata(
                id(item, CORRELATION_ID),
                id(item, CAUSATION_ID),
                Attributes.optionalText(item, ACTOR).orElse(null),
                item.containsKey(OCCURRED_AT) ? Attributes.instant(item, OCCURRED_AT) : null);
    }

    @Override
    public Map<StreamName, StreamVersion> partners(Map<String, AttributeValue> item) {
        if (!item.containsKey(PARTNERS)) {
            return Map.of();
        }
        Map<String, AttributeValue> stored =
                Attributes.required(item, PARTNERS, AttributeValue.Type.M).m();
        if (stored.isEmpty() || stored.containsKey(Attributes.text(item, STREAM))) {
            throw new IllegalArgumentException(
                    "attribute "
                            + PARTNERS
                            + " must name at least one stream, and not that of the commit: "
                            + stored.keySet());
        }
        return Attributes.parsed(PARTNERS, () -> versions(stored));
    }

    private static Map<StreamName, StreamVersion> versions(Map<String, AttributeValue> stored) {
        Map<StreamName, StreamVersion> versions = new HashMap<>();
        for (String name : stored.keySet()) {
            StreamName stream =
                    StreamName.parse(name)
                            .orElseThrow(() ->
                                    new IllegalArgumentException(
                                            "a partner must be a stream name, not " + name));
            versions.put(stream, new StreamVersion(Attributes.positiveLong(stored, name)));
        }
        return versions;
    }

    private static @Nullable String id(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        return value == null ? null : IdAttribute.decode(value, name);
    }
}
