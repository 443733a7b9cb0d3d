package dev.reprise.dynamodb;

/**
 * The attributes of the views table. Everything of one generation of a projection has a partition
 * key {@code order-summaries/1/00} to {@code order-summaries/1/63}, chosen by a hash, so that a
 * generation takes many writes and can be read and deleted as a whole. There are, by sort key:
 *
 * <ul>
 *   <li>{@code stream/order-a1b2c3d4}: the row of a stream;
 *   <li>{@code search/by-item/item123/2026-11-29T08:15:30.120Z}: a search row, with index,
 *       partition and position;
 *   <li>{@code total/per-item/item123/2026-11-29}: a total, with table, partition and position.
 * </ul>
 *
 * <p>A projection's own items have its name as partition key, and the sort keys {@link
 * #GENERATIONS}, {@link #NUMBER} and {@link #PROGRESS}, or one that begins with {@link
 * #RETRY_PREFIX}.
 */
final class ViewsTable {

    /** S, partition key: see above. */
    static final String PART = "part";

    /** S, sort key: see above. */
    static final String ROW = "row";

    /** N: the number of the last event in the row; 0 if the stream's first commit is parked. */
    static final String VERSION = "version";

    /** S: the timestamp of the last event in the row; absent at version 0. */
    static final String UPDATED_AT = "updatedAt";

    /** B: the hash of the last commit in the row; absent at version 0. */
    static final String HASH = "hash";

    /** S: the view; or B: the view, deflated (zlib, RFC 1950). Absent at version 0. */
    static final String VIEW = "view";

    /** B: {@code ProjectedRow.digest}. Every write of the row is on condition of it. */
    static final String DIGEST = "digest";

    /** N: the version that an unfinished change of shared rows leads to; absent without one. */
    static final String TARGET = "target";

    /** N: how many parts of that change are done. */
    static final String PARTS_DONE = "partsDone";

    /**
     * S: projection and generation of a parked row, such as {@code order-summaries/1/}; absent if
     * the row is not parked. Partition key of {@link #PARKED_ROWS}.
     */
    static final String PARKED = "parked";

    /** N: the sequence number of the parked commit. */
    static final String PARKED_AT = "parkedAt";

    /** S: such as {@code DAMAGED}, see {@code ProjectedRow.Parked.Reason}. */
    static final String PARKED_REASON = "parkedReason";

    /** N: the schema version of the code that parked the commit. */
    static final String PARKED_SCHEMA_VERSION = "parkedSchema";

    /** S: what is wrong with the parked commit. */
    static final String ERROR = "error";

    /**
     * S: the row's partition in the index of slot 1: projection, generation, name of the index and
     * partition, such as {@code order-summaries/1/by-customer/user123}.
     */
    static final String INDEX_1 = "index1";

    /** S: the row's position in the partition of {@link #INDEX_1}. */
    static final String POSITION_1 = "position1";

    /** S: the row's partition in the index of slot 2, as in {@link #INDEX_1}. */
    static final String INDEX_2 = "index2";

    /** S: the row's position in the partition of {@link #INDEX_2}. */
    static final String POSITION_2 = "position2";

    /** S, of a search row: the stream that it leads to. */
    static final String STREAM = "stream";

    /** N, of a total: each of its attributes for sums begins so, such as {@code sum-quantity}. */
    static final String SUM_PREFIX = "sum-";

    /**
     * Sort key of a projection's generations; the attribute for them has the same name. L of M: see
     * {@link GenerationsItem}.
     */
    static final String GENERATIONS = "generations";

    /** N, of a projection's generations: the format of {@link #GENERATIONS}. */
    static final String FORMAT = "format";

    /**
     * Sort key of the greatest number that a generation of the projection ever had; the attribute
     * for it, an N, has the same name.
     */
    static final String NUMBER = "number";

    /** Sort key of a projection's progress. */
    static final String PROGRESS = "progress";

    /**
     * How the sort key of a stream begins whose rows are to be tried again, such as {@code
     * retry/order-a1b2c3d4}.
     */
    static final String RETRY_PREFIX = "retry/";

    /** S, of such a stream: differs for each time that it was noted. */
    static final String MARK = "mark";

    /** S, of a projection's progress: the timestamp of the newest commit in the last batch. */
    static final String COMMITTED_AT = "committedAt";

    /** S, of a projection's progress: when that batch was applied. */
    static final String APPLIED_AT = "appliedAt";

    /** S, of a projection's progress: the stream of the newest commit in the last batch. */
    static final String NEWEST_STREAM = "newestStream";

    /** Index over {@link #INDEX_1} and {@link #POSITION_1}, keys only. */
    static final String FIRST_INDEX = "first";

    /** Index over {@link #INDEX_2} and {@link #POSITION_2}, keys only. */
    static final String SECOND_INDEX = "second";

    /** Index over {@link #PARKED} and {@link #ROW}, keys only. */
    static final String PARKED_ROWS = "parked";

    private ViewsTable() {}
}
