package dev.reprise.http;

/**
 * A type of problem. Programs may rely on its {@link #uri}, which never changes.
 *
 * <p>The constants are the problem types of all resources. An aggregate adds its own: see {@link
 * AggregateProblems}.
 *
 * @param status the HTTP status
 * @param name the last part of the URI, such as {@code order-not-found}
 * @param title what is wrong, the same for each problem of this type
 */
public record ProblemType(int status, String name, String title) {

    public static final ProblemType MALFORMED =
            new ProblemType(400, "malformed-request", "The request is malformed");
    public static final ProblemType UNAUTHENTICATED =
            new ProblemType(401, "unauthenticated", "The caller is not known");
    public static final ProblemType FORBIDDEN =
            new ProblemType(403, "forbidden", "The caller may not do this");
    public static final ProblemType NO_SUCH_RESOURCE =
            new ProblemType(404, "no-such-resource", "There is nothing at this path");
    public static final ProblemType STREAM_NOT_FOUND =
            new ProblemType(404, "stream-not-found", "There is no such stream");
    public static final ProblemType PROJECTION_NOT_FOUND =
            new ProblemType(404, "projection-not-found", "There is no such projection");
    public static final ProblemType NO_FEED = new ProblemType(404, "no-feed", "There is no feed");
    public static final ProblemType CONSUMER_NOT_FOUND =
            new ProblemType(404, "consumer-not-found", "There is no such consumer");
    public static final ProblemType NO_WEBHOOKS =
            new ProblemType(404, "no-webhooks", "There are no webhooks");
    public static final ProblemType WEBHOOK_NOT_FOUND =
            new ProblemType(404, "webhook-not-found", "There is no such webhook");
    public static final ProblemType NO_SWEEP =
            new ProblemType(404, "no-sweep", "There was no sweep");
    public static final ProblemType NO_FEED_REBUILD =
            new ProblemType(404, "no-feed-rebuild", "There was no rebuild of the feed");
    public static final ProblemType METHOD_NOT_ALLOWED =
            new ProblemType(405, "method-not-allowed", "The resource does not take this method");
    public static final ProblemType NOT_ACCEPTABLE =
            new ProblemType(406, "not-acceptable", "Answers are JSON");
    public static final ProblemType NOT_PARKED =
            new ProblemType(409, "not-parked", "Nothing is parked");
    public static final ProblemType NEEDS_REBUILD =
            new ProblemType(409, "needs-rebuild", "Only a rebuild makes the row right");
    public static final ProblemType REBUILD_RUNNING =
            new ProblemType(409, "rebuild-running", "A rebuild is running");
    public static final ProblemType NO_REBUILD =
            new ProblemType(409, "no-rebuild", "There is no such rebuild");
    public static final ProblemType REBUILD_NOT_COMPLETE =
            new ProblemType(409, "rebuild-not-complete", "The new generation is not complete");
    public static final ProblemType NOTHING_RETIRES =
            new ProblemType(409, "nothing-retires", "No generation retires");
    public static final ProblemType REPAIR_RUNNING =
            new ProblemType(409, "repair-running", "A repair is running");
    public static final ProblemType NO_REPAIR =
            new ProblemType(409, "no-repair", "There is no such repair");
    public static final ProblemType NOTHING_TO_REPAIR =
            new ProblemType(409, "nothing-to-repair", "No rows can be repaired yet");
    public static final ProblemType CONSUMER_LEASED =
            new ProblemType(409, "consumer-leased", "You do not have the lease");
    public static final ProblemType COMMIT_DIFFERS =
            new ProblemType(409, "commit-differs", "The stream has another commit there");
    public static final ProblemType COMMIT_OUT_OF_ORDER =
            new ProblemType(409, "commit-out-of-order", "The commit is not the stream's next one");
    public static final ProblemType PRECONDITION_FAILED =
            new ProblemType(
                    412, "precondition-failed", "A precondition of the request does not hold");
    public static final ProblemType TOO_LARGE =
            new ProblemType(413, "too-large", "The request is too large");
    public static final ProblemType UNSUPPORTED_MEDIA_TYPE =
            new ProblemType(415, "unsupported-media-type", "Requests are JSON");
    public static final ProblemType IDEMPOTENCY_KEY_REUSED =
            new ProblemType(
                    422,
                    "idempotency-key-reused",
                    "The Idempotency-Key was used for another command");
    public static final ProblemType COMMIT_HASH_MISMATCH =
            new ProblemType(422, "commit-hash-mismatch", "The commit's hash does not fit");
    public static final ProblemType TOO_MANY_CALLS =
            new ProblemType(429, "too-many-calls", "The caller makes too many calls");
    public static final ProblemType THROTTLED =
            new ProblemType(429, "throttled", "Too many requests for now");
    public static final ProblemType BROKEN_STREAM =
            new ProblemType(500, "broken-stream", "A stored stream is damaged");
    public static final ProblemType BROKEN_FEED =
            new ProblemType(500, "broken-feed", "The feed is damaged");
    public static final ProblemType INTERNAL =
            new ProblemType(500, "internal-error", "Something is wrong with the service");
    public static final ProblemType NEWER_RELEASE =
            new ProblemType(503, "newer-release", "A newer release wrote the stream");
    public static final ProblemType READ_MODEL_BEHIND =
            new ProblemType(503, "read-model-behind", "The read model is behind");
    public static final ProblemType READ_MODEL_NOT_READY =
            new ProblemType(503, "read-model-not-ready", "The read model is being built");
    public static final ProblemType UNAVAILABLE =
            new ProblemType(503, "unavailable", "The store cannot be reached");

    private static final String NAMESPACE = "urn:reprise:problem:";

    /** The {@code type} of a problem, a URN. */
    public String uri() {
        return NAMESPACE + name;
    }
}
