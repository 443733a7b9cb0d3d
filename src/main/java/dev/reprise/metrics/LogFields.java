package dev.reprise.metrics;

/**
 * The fields of log lines that lead from a call to the rows of read models. {@code
 * docs/operations.md} has queries that use them.
 */
public final class LogFields {

    /** The id that the caller got in {@code X-Correlation-Id}. */
    public static final String CORRELATION_ID = "correlationId";

    /** The id that the gateway gave the call, as in its access log. */
    public static final String REQUEST_ID = "requestId";

    /** The X-Ray trace of a function's call. */
    public static final String TRACE_ID = "traceId";

    /** The commit of a call, such as {@code order-a1b2c3d4@3}; several, separated by spaces. */
    public static final String COMMIT = "commit";

    /** The commits of a batch, separated by spaces. */
    public static final String COMMITS = "commits";

    /** The correlation ids of these commits, separated by spaces. */
    public static final String CORRELATION_IDS = "correlationIds";

    private LogFields() {}
}
