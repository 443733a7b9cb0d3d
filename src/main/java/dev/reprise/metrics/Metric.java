package dev.reprise.metrics;

/** The metrics in the namespace {@code Reprise}. */
public enum Metric {
    /**
     * How long a call that changes something took. How many there were is the number of samples.
     */
    COMMAND_TIME("CommandTime", "Milliseconds"),
    QUERY_TIME("QueryTime", "Milliseconds"),
    /** 1 for the first call of a process. */
    COLD_STARTS("ColdStarts", "Count"),
    STORE_REQUESTS("StoreRequests", "Count"),
    READ_UNITS("ReadUnits", "Count"),
    WRITE_UNITS("WriteUnits", "Count"),
    /** Writes that lost a race, and were made again from what had come before them. */
    FAILED_CONDITIONS("FailedConditions", "Count"),
    DELIVERED_COMMITS("DeliveredCommits", "Count"),
    COMMITS_TO_DELIVER_AGAIN("CommitsToDeliverAgain", "Count"),
    /** Commits that were delivered to a row that had them; counted for each read model. */
    DUPLICATE_COMMITS("DuplicateCommits", "Count"),
    /** Rows that lacked commits or could not be read, and were corrected from the events. */
    REPAIRED_ROWS("RepairedRows", "Count"),
    /** How old the oldest commit of a batch was when it was projected. */
    PROJECTION_LAG("ProjectionLag", "Milliseconds"),
    PARKED_STREAMS("ParkedStreams", "Count"),
    /** Streams whose rows could not be written, and which are tried again each minute. */
    RETRYING_STREAMS("RetryingStreams", "Count"),
    /**
     * Streams whose next commit cannot be put into the feed, and which are tried again each minute.
     */
    FEED_BLOCKED_STREAMS("FeedBlockedStreams", "Count"),
    /**
     * How old the oldest commit is that a consumer of the feed has not handled; 0 if there is none.
     */
    CONSUMER_LAG("ConsumerLag", "Milliseconds"),
    /** Streams with a commit that a consumer of the feed could not handle; of all consumers. */
    CONSUMER_PARKED_STREAMS("ConsumerParkedStreams", "Count"),
    /**
     * Deadlines of processes that have come and could not be given. They are tried again. A process
     * whose deadlines cannot be read counts as one.
     */
    FAILED_DEADLINES("FailedDeadlines", "Count");

    private final String title;
    private final String unit;

    Metric(String title, String unit) {
        this.title = title;
        this.unit = unit;
    }

    String title() {
        return title;
    }

    String unit() {
        return unit;
    }
}
