package dev.reprise.metrics;

/**
 * The names in the lines of the log by which a call is followed, from its caller to the row of a
 * read model. The operations page has queries that use them.
 */
public final class LogFields {

    /** The id that the caller got in {@code X-Correlation-Id}. */
    public static final String CORRELATION_ID = "correlationId";

    /** The id that the gateway gave the call, as in its access log. */
    public static final String REQUEST_ID = "requestId";

    /** The X-Ray trace of a function's call. */
    public static final String TRACE_ID = "traceId";

    /** The commit that a call recorded, such as {@code order-a1b2c3d4@3}; several with spaces. */
    public static final String COMMIT = "commit";

    /** The commits that a batch delivered, with spaces between them. */
    public static final String COMMITS = "commits";

    /** The correlation ids that these commits have, with spaces between them. */
    public static final String CORRELATION_IDS = "correlationIds";

    private LogFields() {}
}
