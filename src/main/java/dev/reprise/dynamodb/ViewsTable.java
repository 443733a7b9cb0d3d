package dev.reprise.dynamodb;

/**
 * The attributes of the views table, which holds the rows of all projections: {@code
 * order-summaries/1/order-a1b2c3d4} is a row of generation 1, and {@code order-summaries} what is
 * known of the projection itself.
 */
final class ViewsTable {

    /** S, partition key: projection, generation and stream of a row, or the projection alone. */
    static final String ROW = "row";

    /** N: the last event that is in the row; 0 if its very first commit is parked. */
    static final String VERSION = "version";

    /** S: the timestamp of the last event that is in the row; absent at version 0. */
    static final String UPDATED_AT = "updatedAt";

    /** B: that event's commit's hash; absent at version 0. */
    static final String HASH = "hash";

    /** S: what the row shows; or B: the same, deflated (zlib, RFC 1950). Absent at version 0. */
    static final String VIEW = "view";

    /**
     * S: the generation, of a row that stands still; absent in all others. Partition key of {@link
     * #PARKED_ROWS}.
     */
    static final String PARKED = "parked";

    /** N: the commit at which it stands still. */
    static final String PARKED_AT = "parkedAt";

    /** S: what is wrong with that commit. */
    static final String ERROR = "error";

    /**
     * S: the row's partition in the index of slot 1: projection, generation, name of the index and
     * partition, such as {@code order-summaries/1/by-customer/user123}.
     */
    static final String INDEX_1 = "index1";

    /** S: the row's position in that partition. */
    static final String POSITION_1 = "position1";

    /** S: the row's partition in the index of slot 2, as in {@link #INDEX_1}. */
    static final String INDEX_2 = "index2";

    /** S: the row's position in that partition. */
    static final String POSITION_2 = "position2";

    /** N, of a projection: the generation that is read. */
    static final String LIVE = "live";

    /** N, of a projection: the schema version of the code that makes it. */
    static final String LIVE_SCHEMA_VERSION = "liveSchemaVersion";

    /** N, of a projection: the generation that is to take its place; absent while there is none. */
    static final String BUILDING = "building";

    /** N, of a projection: the schema version of the code that makes that one. */
    static final String BUILDING_SCHEMA_VERSION = "buildingSchemaVersion";

    /** S, of a projection's progress: the instant of the newest commit of the last batch. */
    static final String COMMITTED_AT = "committedAt";

    /** S, of a projection's progress: when that batch was applied. */
    static final String APPLIED_AT = "appliedAt";

    /** Index over {@link #INDEX_1} and {@link #POSITION_1}, keys only. */
    static final String FIRST_INDEX = "first";

    /** Index over {@link #INDEX_2} and {@link #POSITION_2}, keys only. */
    static final String SECOND_INDEX = "second";

    /** Index over {@link #PARKED} and {@link #ROW}, keys only. */
    static final String PARKED_ROWS = "parked";

    private ViewsTable() {}
}
