package dev.reprise.dynamodb;

import dev.reprise.eventstore.StreamName;

/**
 * The names in the feed table. It has the pages of the feed, and an item for each stream in the
 * feed. The names in the entries of a page are in {@link FeedEntries}. {@code template.yaml}
 * declares the table.
 */
final class FeedTable {

    /** S, partition key: {@link #pages}, a value of {@link #streams}, or another one of these. */
    static final String FEED = "feed";

    /**
     * S, sort key: the page's first position in {@value #PLACE_DIGITS} digits; or a stream's name.
     */
    static final String PLACE = "place";

    static final int PLACE_DIGITS = 19;

    /** The place of an item that is the only one of its partition. */
    static final String LAST = "last";

    /** The partition of the last rebuild, at {@link #LAST}. */
    static final String REBUILD = "rebuild";

    /** B, of a page: its entries, see {@link FeedEntries}, deflated (zlib, RFC 1950). */
    static final String ENTRIES = "e";

    /** N, of a page: the position up to which the streams were written. Absent for 0. */
    static final String SETTLED = "s";

    /**
     * N, of a page: how many streams the feed has up to its end. Absent if an earlier release began
     * the feed.
     */
    static final String STREAM_COUNT = "sc";

    /** B: the hash of the page, or of the stream's last commit in the feed. */
    static final String HASH = "h";

    /** N, of a stream: its version in the feed. */
    static final String VERSION = "n";

    /**
     * N: the position of a stream's last event in the feed; the position of a consumer; that where
     * a webhook began; that of a parked stream's first commit that was not handled; or that up to
     * which a rebuild has copied the old generation.
     */
    static final String POSITION = "p";

    /** N, of a stream: the timestamp of that event, in milliseconds since the epoch. */
    static final String AT = "t";

    /**
     * S, of a blocked or parked stream: why its next commit cannot be put or handled. Of a webhook:
     * why it is switched off; absent if it is not.
     */
    static final String ERROR = "b";

    /**
     * N: the number of a sweep; of the generation that a rebuild makes, or that goes on after a
     * seal; or of the generation of a position, of a consumer or webhook, absent for 1.
     */
    static final String NUMBER = "k";

    /** BOOL, of a sweep or a rebuild: whether it is done. */
    static final String DONE = "d";

    /** S, of a sweep: where to continue. Absent at the start. */
    static final String CURSOR = "c";

    /** N: the number of commits that a sweep has read, or that a rebuild left out. */
    static final String COMMITS = "m";

    /**
     * N: when a sweep began, a stream was parked, or a webhook was made, in milliseconds since the
     * epoch.
     */
    static final String STARTED_AT = "f";

    /** N: when a sweep, a consumer or a webhook was saved, in milliseconds since the epoch. */
    static final String UPDATED_AT = "u";

    /** N, of a sweep, a consumer or a webhook: 1 more with each save. */
    static final String REVISION = "r";

    /** The partition of the consumers, by their names and the numbers of their segments. */
    static final String CONSUMERS = "consumers-1";

    /** S, of a consumer: who has its lease. Absent if nobody has. */
    static final String OWNER = "o";

    /** N, of a consumer: when its lease ends, in milliseconds since the epoch. */
    static final String LEASED_UNTIL = "l";

    /** N, of a consumer: the token of its lease. */
    static final String TOKEN = "q";

    /** L, of a consumer: its parked streams, each an M. Absent if there are none. */
    static final String PARKED = "x";

    /** N, of a consumer: the number of segments of which this is one. Absent for 1. */
    static final String SEGMENTS = "z";

    /** N, of a consumer: the number of segments that it shall have. Absent for 1. */
    static final String WANTED_SEGMENTS = "v";

    /** N, of a parked stream: how often it was parked at its position. */
    static final String ATTEMPTS = "a";

    /** N, of a mark: the position of its part's last event in the old generation. */
    static final String OLD_END = "oe";

    /** N, of a mark: the position before its part in the new generation. */
    static final String NEW_START = "ns";

    /**
     * N: the position of the last event of a mark's part in the new generation; or the head of the
     * generation that a rebuild makes.
     */
    static final String NEW_END = "ne";

    /** N, of a parked stream: when it is tried again, in milliseconds since the epoch. */
    static final String RETRY_AT = "y";

    /** The partition of the webhooks, by their names. */
    static final String WEBHOOKS = "webhooks-1";

    /** S, of a webhook: where events are sent. */
    static final String URL = "i";

    /** L of S, of a webhook: the categories of the streams whose events are sent; empty for all. */
    static final String CATEGORIES = "g";

    /** L of S, of a webhook: the types of the events that are sent; empty for all. */
    static final String TYPES = "j";

    /** S, of a webhook: what its requests are signed with. */
    static final String SECRET = "w";

    /** The number of partitions that share the streams. Never change it: streams would be lost. */
    static final int STREAM_PARTITIONS = 16;

    private FeedTable() {}

    static String place(long position) {
        return String.format("%0" + PLACE_DIGITS + "d", position);
    }

    /** The partition of the pages of a generation. */
    static String pages(int generation) {
        return "pages-" + generation;
    }

    /** The partition of the last sweep of a generation, at {@link #LAST}. */
    static String sweep(int generation) {
        return "sweep-" + generation;
    }

    /** The partition of the streams that are blocked in a generation, by their names. */
    static String blocked(int generation) {
        return "blocked-" + generation;
    }

    /**
     * The partition of the marks of the rebuild that made a generation, each at its start in the
     * generation before.
     */
    static String marks(int generation) {
        return "marks-" + generation;
    }

    /** The partition that has a stream of a generation. */
    static String streams(int generation, StreamName stream) {
        return streams(generation, Math.floorMod(stream.toString().hashCode(), STREAM_PARTITIONS));
    }

    /**
     * One of the partitions that share the streams of a generation.
     *
     * @param number from 0
     */
    static String streams(int generation, int number) {
        return "streams-%d-%02d".formatted(generation, number);
    }
}
