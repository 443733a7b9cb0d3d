package dev.reprise.dynamodb;

import java.util.Map;

/**
 * The attributes of the events table: one item per commit, keyed by {@link #STREAM} and {@link
 * #SEQ}. Each item pays for the names of its attributes, so they are short. The attributes of items
 * from before are in {@link LongNames}.
 */
final class EventsTable {

    /** S, partition key: the stream's name. */
    static final String STREAM = "stream";

    /** N, sort key: the sequence number of the commit's first event. */
    static final String SEQ = "seq";

    /** N: how many events the commit holds. Absent for 1. */
    static final String COUNT = "n";

    /**
     * S: a JSON array of the event bodies; or B: the same array deflated (zlib, RFC 1950). If
     * {@link #FORMAT} is present, B: the events in that format.
     */
    static final String EVENTS = "e";

    /**
     * S: the name of the events' format, followed by {@link EventsAttribute#DEFLATED} if they are
     * deflated. Absent for JSON.
     */
    static final String FORMAT = "f";

    /**
     * N: the lowest schema version of the aggregate's events that a reader must know to read this
     * commit. Absent for 1. See {@code EventCodec.schemaVersion}.
     */
    static final String EVENT_SCHEMA_VERSION = "v";

    /** N: the timestamp of the commit and its events, in milliseconds since the epoch. */
    static final String AT = "t";

    /** B or S, see {@link IdAttribute}: the id of the command that made it. */
    static final String COMMAND_ID = "c";

    /** B: the digest of that command's content, see {@code CommandDigest.encode}. */
    static final String COMMAND_DIGEST = "d";

    /** B or S, see {@link IdAttribute}: the correlation id. Absent if unknown. */
    static final String CORRELATION_ID = "r";

    /** B or S, see {@link IdAttribute}: the causation id. Absent if unknown. */
    static final String CAUSATION_ID = "a";

    /** S: who sent the command. Absent if unknown. */
    static final String ACTOR = "u";

    /**
     * N: when it happened, as the sender of the command says, in milliseconds since the epoch.
     * Absent if unknown.
     */
    static final String OCCURRED_AT = "o";

    /**
     * M: of a commit that was appended jointly, the other streams of that append. The names are
     * those of the streams, the values (N) their versions after it, which are the sequence numbers
     * of the last events of their commits. Absent if there were no other streams.
     */
    static final String PARTNERS = "p";

    /** B: the commit's hash in the hash chain, see {@link CommitHash}. */
    static final String HASH = "h";

    /**
     * S: a snapshot, the stream's encoded state after the commit; or B: the same, deflated (zlib,
     * RFC 1950). Absent in most commits.
     */
    static final String STATE = "s";

    /** N: the schema version of {@link #STATE}. Absent without it. */
    static final String STATE_SCHEMA_VERSION = "sv";

    /**
     * B: the earlier commands of the stream, see {@code CommandFingerprints.encode}. Beside {@link
     * #STATE}, if there were any with an id of their caller.
     */
    static final String STATE_COMMANDS = "sc";

    /** The condition of a put: true if no item has the key. */
    static final String KEY_IS_FREE = "attribute_not_exists(#stream)";

    /** A put on this condition stores nothing, whatever the table has. */
    static final String NEVER = "attribute_exists(#stream) AND attribute_not_exists(#stream)";

    /** The attribute names in {@link #KEY_IS_FREE} and {@link #NEVER}. */
    static final Map<String, String> KEY_IS_FREE_NAMES = Map.of("#stream", STREAM);

    private EventsTable() {}
}
