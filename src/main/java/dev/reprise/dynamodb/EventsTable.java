package dev.reprise.dynamodb;

import java.util.Map;

/**
 * The attributes of the events table: one item per commit, keyed by {@link #STREAM} and {@link
 * #SEQ}.
 */
final class EventsTable {

    /** S, partition key: the stream's name. */
    static final String STREAM = "stream";

    /** N, sort key: the sequence number of the commit's first event. */
    static final String SEQ = "seq";

    /** N: how many events the commit holds. */
    static final String COUNT = "count";

    /**
     * S: a JSON array of the event bodies; or B: the same array deflated (zlib, RFC 1950). If
     * {@link #FORMAT} is present, B: the events in that format.
     */
    static final String EVENTS = "events";

    /**
     * S: the name of the events' format, followed by {@link EventsAttribute#DEFLATED} if they are
     * deflated. Absent for JSON.
     */
    static final String FORMAT = "format";

    /**
     * N: the lowest schema version of the aggregate's events that a reader must know to read this
     * commit; absent for 1. See {@code EventCodec.schemaVersion}.
     */
    static final String EVENT_SCHEMA_VERSION = "eventSchema";

    /** S: the timestamp of the commit and its events. */
    static final String AT = "at";

    /** S: the id of the command that made it. */
    static final String COMMAND_ID = "commandId";

    /** B: the digest of that command's content. */
    static final String COMMAND_HASH = "commandHash";

    /** M of S: who sent the command, what caused it, and when; absent if nothing is known. */
    static final String META = "meta";

    /** B: the commit's hash in the hash chain, see {@link CommitHash}. */
    static final String HASH = "hash";

    /**
     * S: a snapshot, the stream's encoded state after the commit; or B: the same, deflated (zlib,
     * RFC 1950). Absent in most commits.
     */
    static final String STATE = "state";

    /** N: the schema version of {@link #STATE}; absent without it. */
    static final String STATE_SCHEMA_VERSION = "stateSchema";

    /**
     * B: the earlier commands of the stream, see {@code CommandFingerprints.encode}. Beside {@link
     * #STATE}, if there were any with an id of their caller.
     */
    static final String STATE_COMMANDS = "stateCommands";

    /** S, in {@link #META}. */
    static final String CORRELATION_ID = "correlationId";

    /** S, in {@link #META}. */
    static final String CAUSATION_ID = "causationId";

    /** S, in {@link #META}. */
    static final String ACTOR = "actor";

    /** S, in {@link #META}: when it happened, as the sender of the command says. */
    static final String OCCURRED_AT = "occurredAt";

    /** The condition of a put: true if no item has the key. */
    static final String KEY_IS_FREE = "attribute_not_exists(#stream)";

    /** The attribute names in {@link #KEY_IS_FREE}. */
    static final Map<String, String> KEY_IS_FREE_NAMES = Map.of("#stream", STREAM);

    private EventsTable() {}
}
