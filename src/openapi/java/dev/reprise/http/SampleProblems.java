package dev.reprise.http;

/** What the problems look like that calls of every resource can have, for the OpenAPI document. */
final class SampleProblems {

    static final Problem MALFORMED =
            Problem.of(ProblemType.MALFORMED, "quantity must be 1 to 1,000,000")
                    .with(Input.FIELD, "quantity");
    static final Problem UNAUTHENTICATED = Problem.unauthenticated();
    static final Problem NO_SUCH_RESOURCE =
            Problem.of(ProblemType.NO_SUCH_RESOURCE, "there is nothing at this path");
    static final Problem FORBIDDEN =
            Problem.of(ProblemType.FORBIDDEN, "the call needs the scope orders:read:any")
                    .with(Problem.SCOPE, Scope.READ_ANY.toString());
    static final Problem STREAM_NOT_FOUND =
            Problem.of(ProblemType.STREAM_NOT_FOUND, "order-nowhere has no events");
    static final Problem PROJECTION_NOT_FOUND =
            Problem.of(
                    ProblemType.PROJECTION_NOT_FOUND,
                    "there is no projection nothing; GET /projections lists them");
    static final Problem NOT_PARKED =
            Problem.of(ProblemType.NOT_PARKED, "order-c3d4e5f6 is not parked in order-summaries");
    static final Problem NEEDS_REBUILD =
            Problem.of(
                    ProblemType.NEEDS_REBUILD,
                    "the row was altered, so what its stream contributes to shared rows is not known; rebuild the projection");
    static final Problem REBUILD_RUNNING =
            Problem.of(
                    ProblemType.REBUILD_RUNNING,
                    "generation 2 of order-summaries is being built, since 2026-11-28T18:06:42.382Z; cancel it, or wait for it");
    static final Problem NO_REBUILD =
            Problem.of(
                    ProblemType.NO_REBUILD,
                    "no rebuild of order-summaries is running, so there is none to cancel");
    static final Problem REBUILD_NOT_COMPLETE =
            Problem.of(
                    ProblemType.REBUILD_NOT_COMPLETE,
                    "generation 2 does not have all events yet, so a switch would lose some");
    static final Problem NOTHING_RETIRES =
            Problem.of(
                    ProblemType.NOTHING_RETIRES,
                    "no generation of order-summaries retires or is dropped");
    static final Problem REPAIR_RUNNING =
            Problem.of(
                    ProblemType.REPAIR_RUNNING,
                    "order-summaries is being repaired, since 2026-11-28T18:06:42.382Z; cancel it, or wait for it");
    static final Problem NO_REPAIR =
            Problem.of(
                    ProblemType.NO_REPAIR,
                    "no repair of order-summaries is running, so there is none to pause");
    static final Problem NOTHING_TO_REPAIR =
            Problem.of(
                    ProblemType.NOTHING_TO_REPAIR,
                    "the first rows of order-summaries are still being built");
    static final Problem METHOD_NOT_ALLOWED =
            Problem.of(
                    ProblemType.METHOD_NOT_ALLOWED,
                    "the path does not take this method; Allow lists the methods it takes");
    static final Problem NOT_ACCEPTABLE =
            Problem.of(ProblemType.NOT_ACCEPTABLE, "Accept must allow application/json");
    static final Problem UNSUPPORTED_MEDIA_TYPE =
            Problem.of(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE,
                    "Content-Type must be application/json, or another type that ends with +json, in UTF-8");
    static final Problem NO_ETAG =
            Problem.of(
                    ProblemType.PRECONDITION_FAILED,
                    "the answer has no ETag, so it has none that If-Match names");
    static final Problem TOO_MANY_CALLS =
            Problem.of(
                    ProblemType.TOO_MANY_CALLS,
                    "this instance of the service takes no more calls from the caller for 12 s");
    static final Problem THROTTLED =
            Problem.of(ProblemType.THROTTLED, "the store refuses further requests for now");
    static final Problem BROKEN_STREAM =
            Problem.of(
                    ProblemType.BROKEN_STREAM,
                    "commit 2 of order-c3d4e5f6 was altered: its hash is another one");
    static final Problem INTERNAL =
            Problem.of(
                            ProblemType.INTERNAL,
                            "the service failed; its log has the details, with this correlation id")
                    .with(Problem.CORRELATION_ID, "checkout-77");
    static final Problem NEWER_RELEASE =
            Problem.of(
                    ProblemType.NEWER_RELEASE,
                    "order-c3d4e5f6 has events of a newer release, which this one does not know");
    static final Problem READ_MODEL_NOT_READY =
            Problem.of(
                    ProblemType.READ_MODEL_NOT_READY,
                    "the rows of order-summaries are being built");
    static final Problem UNAVAILABLE =
            Problem.of(ProblemType.UNAVAILABLE, "the store did not answer");

    private SampleProblems() {}
}
