package dev.reprise.http;

/**
 * The kinds of problem that are answered. A kind's {@link #uri} is what a program may rely on; it
 * never changes.
 */
enum ProblemType {
    MALFORMED(400, "malformed-request", "The request is malformed"),
    NO_SUCH_RESOURCE(404, "no-such-resource", "There is nothing at this path"),
    ORDER_NOT_FOUND(404, "order-not-found", "There is no such order"),
    VERSION_NOT_FOUND(404, "version-not-found", "The order has no such version"),
    STREAM_NOT_FOUND(404, "stream-not-found", "There is no such stream"),
    METHOD_NOT_ALLOWED(405, "method-not-allowed", "The resource does not take this method"),
    NOT_ACCEPTABLE(406, "not-acceptable", "Answers are JSON"),
    ORDER_ALREADY_EXISTS(409, "order-already-exists", "The order exists already"),
    ORDER_ALREADY_SHIPPED(409, "order-already-shipped", "The order was shipped, which is final"),
    ORDER_ALREADY_CANCELLED(
            409, "order-already-cancelled", "The order was cancelled, which is final"),
    ITEM_NOT_IN_ORDER(409, "item-not-in-order", "The order does not have the item"),
    NOTHING_TO_SHIP(409, "nothing-to-ship", "The order has no items to ship"),
    TOO_MANY_LINES(409, "too-many-lines", "The order would have too many lines"),
    VERSION_MISMATCH(412, "version-mismatch", "The order is at another version"),
    VERSION_NOT_REACHED(412, "version-not-reached", "The order has not come to this version"),
    TOO_LARGE(413, "too-large", "The request is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "unsupported-media-type", "Requests are JSON"),
    IDEMPOTENCY_KEY_REUSED(
            422, "idempotency-key-reused", "The Idempotency-Key was used for another command"),
    THROTTLED(429, "throttled", "Too many requests for now"),
    BROKEN_STREAM(500, "broken-stream", "What is stored of the order was damaged"),
    INTERNAL(500, "internal-error", "Something is wrong with the service"),
    CONTENDED(503, "contended", "Too many others change the order"),
    UNAVAILABLE(503, "unavailable", "The store cannot be reached");

    private static final String NAMESPACE = "urn:reprise:problem:";

    private final int status;
    private final String uri;
    private final String title;

    ProblemType(int status, String name, String title) {
        this.status = status;
        this.uri = NAMESPACE + name;
        this.title = title;
    }

    int status() {
        return status;
    }

    String uri() {
        return uri;
    }

    String title() {
        return title;
    }
}
