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
     * S: a JSON array of the events' bodies; or B: the same, deflated (zlib, RFC 1950). Where
     * {@link #FORMAT} names another format, B: that.
     */
    static final String EVENTS = "events";

    /**
     * S: the format of the events, absent for JSON; followed by {@link EventsAttribute#DEFLATED}
     * where they are deflated.
     */
    static final String FORMAT = "format";

    /** S: when the commit was appended. */
    static final String AT = "at";

    /** S: the id of the command that made it. */
    static final String COMMAND_ID = "commandId";

    /** B: the digest of that command. */
    static final String COMMAND_HASH = "commandHash";

    /** M of S: who and what it came of; absent when nothing is known. */
    static final String META = "meta";

    /** B: the commit's place in the hash chain, see {@link CommitHash}. */
    static final String HASH = "hash";

    /**
     * S: the stream's state after the commit, as its aggregate's codec writes it; or B: the same,
     * deflated (zlib, RFC 1950). Now and then only.
     */
    static final String STATE = "state";

    /** N: the schema of {@link #STATE}; there with it alone. */
    static final String STATE_SCHEMA_VERSION = "stateSchema";

    /** In {@link #META}. */
    static final String CORRELATION_ID = "correlationId";

    /** In {@link #META}. */
    static final String CAUSATION_ID = "causationId";

    /** In {@link #META}. */
    static final String ACTOR = "actor";

    /** The condition on which a commit is put; it is true where its key is taken by none. */
    static final String KEY_IS_FREE = "attribute_not_exists(#stream)";

    /** The names in {@link #KEY_IS_FREE}. */
    static final Map<String, String> KEY_IS_FREE_NAMES = Map.of("#stream", STREAM);

    private EventsTable() {}
}
