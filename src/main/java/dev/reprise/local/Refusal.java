package dev.reprise.local;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** A problem (RFC 9457) that the front answers instead of calling the function. */
record Refusal(int status, String type, String title, String detail) {

    static final String MALFORMED = "urn:reprise:problem:malformed-request";
    static final String TOO_LARGE = "urn:reprise:problem:too-large";
    static final String TARGET_TOO_LONG = "urn:reprise:problem:target-too-long";
    static final String HEADERS_TOO_LARGE = "urn:reprise:problem:headers-too-large";
    static final String EXPECTATION_FAILED = "urn:reprise:problem:expectation-failed";

    /** Checks a request before its body is read. */
    static Optional<Refusal> of(HttpServerRequest request) {
        if (request.decoderResult().isFailure()) {
            return Optional.of(undecodable(request.decoderResult().cause()));
        }
        if (request.version() == HttpVersion.HTTP_1_1 && !hasOneHost(request)) {
            return Optional.of(malformed("expected one header Host that names a host"));
        }
        if (RequestTarget.parse(request.uri()).isEmpty() && !RequestTarget.isServer(request)) {
            return Optional.of(
                    malformed(
                            "the request target is not a URI (RFC 3986) that starts with / or"
                                    + " http://"));
        }
        String encoding = request.getHeader(HttpHeaders.TRANSFER_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("chunked")) {
            return Optional.of(malformed("expected Transfer-Encoding: chunked, found " + encoding));
        }
        if (declaredLength(request) > HttpFront.MAX_BODY_BYTES) {
            return Optional.of(tooLarge());
        }
        String expectation = request.getHeader(HttpHeaders.EXPECT);
        if (expectation != null && !expectation.equalsIgnoreCase("100-continue")) {
            return Optional.of(
                    new Refusal(
                            417,
                            EXPECTATION_FAILED,
                            "The expectation cannot be met",
                            "expected Expect: 100-continue, found " + expectation));
        }
        return Optional.empty();
    }

    /** A request or a body that the HTTP server could not decode. */
    static Refusal undecodable(Throwable cause) {
        return switch (cause) {
            case TooLongHttpLineException _ ->
                    new Refusal(
                            414,
                            TARGET_TOO_LONG,
                            "The request target is too long",
                            "A request line may have "
                                    + LoopbackHttpServer.MAX_HEADER_BYTES
                                    + " bytes.");
            case TooLongHttpHeaderException _ ->
                    new Refusal(
                            431,
                            HEADERS_TOO_LARGE,
                            "The headers are too large",
                            "The headers of a request may have "
                                    + LoopbackHttpServer.MAX_HEADER_BYTES
                                    + " bytes together.");
            default -> malformed("the request is not HTTP/1.1 (RFC 9112): " + cause.getMessage());
        };
    }

    static Refusal tooLarge() {
        return new Refusal(
                413,
                TOO_LARGE,
                "The request is too large",
                "A request's body may have "
                        + HttpFront.MAX_BODY_BYTES
                        + " bytes: AWS Lambda takes no larger event.");
    }

    static Refusal brokenCode(String problem) {
        return new Refusal(500, "about:blank", "The development run is waiting for a fix", problem);
    }

    /** Answers the request and then closes the connection. */
    void answer(HttpServerRequest request) {
        var problem =
                new JsonObject()
                        .put("type", type)
                        .put("title", title)
                        .put("status", status)
                        .put("detail", detail);
        answer(request, status, "application/problem+json", problem.encode());
    }

    /**
     * Answers a request whose body was not read, and then closes the connection. Until the body's
     * end it reads on: a client that still sends must not take this response for that of its next
     * request.
     */
    static void answer(HttpServerRequest request, int status, String type, String body) {
        request.endHandler(_ -> request.connection().close());
        request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .putHeader(HttpHeaders.CONTENT_TYPE, type)
                .end(body);
        request.resume();
    }

    private static Refusal malformed(String detail) {
        return new Refusal(400, MALFORMED, "The request is malformed", detail);
    }

    private static boolean hasOneHost(HttpServerRequest request) {
        return request.headers().getAll(HttpHeaders.HOST).size() == 1
                && request.authority() != null;
    }

    /** The length is a number: the HTTP server cannot decode a request with another value. */
    private static long declaredLength(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? 0 : Long.parseLong(length);
    }
}
