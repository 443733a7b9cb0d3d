package dev.reprise.dynamodb;

/**
 * The attributes of the views table, which holds three kinds of item. {@code
 * order-summaries/1/order-a1b2c3d4} is a row of generation 1; {@code order-summaries} holds the
 * projection's generations, and {@code order-summaries/progress} its progress.
 */
final class ViewsTable {

    /** S, partition key: see above. */
    static final String ROW = "row";

    /** N: the number of the last event in the row; 0 if the stream's first commit is parked. */
    static final String VERSION = "version";

    /** S: the timestamp of the last event in the row; absent at version 0. */
    static final String UPDATED_AT = "updatedAt";

    /** B: the hash of the last commit in the row; absent at version 0. */
    static final String HASH = "hash";

    /** S: the view; or B: the view, deflated (zlib, RFC 1950). Absent at version 0. */
    static final String VIEW = "view";

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

    /** N, of a projection: the number of the live generation. */
    static final String LIVE = "live";

    /** N, of a projection: the schema version of the live generation's rows. */
    static final String LIVE_SCHEMA_VERSION = "liveSchemaVersion";

    /** N, of a projection: the number of the generation that is built; absent if there is none. */
    static final String BUILDING = "building";

    /** N, of a projection: the schema version of its rows; absent if there is none. */
    static final String BUILDING_SCHEMA_VERSION = "buildingSchemaVersion";

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
