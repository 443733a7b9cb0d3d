package dev.reprise.http;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A problem as RFC 9457 defines it.
 *
 * @param detail what is wrong with this request, naming the field or number at fault
 * @param extensions further members, by name
 */
@JsonPropertyOrder({"type", "title", "status", "detail"})
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        @JsonAnyGetter Map<String, Object> extensions) {

    public static final String MEDIA_TYPE = "application/problem+json";

    // The extensions that problems of this package have.
    static final String ACTUAL_VERSION = "actualVersion";
    static final String BYTES = "bytes";
    static final String LIMIT = "limit";
    static final String CORRELATION_ID = "correlationId";
    static final String SCOPE = "scope";

    /** The index of a change at fault, from 0. */
    public static final String CHANGE = "change";

    static final String BEARER = "Bearer";

    private static final int RETRY_AFTER_SECONDS = 1;

    public Problem {
        // Not copyOf, which has another order in each JVM.
        extensions = Collections.unmodifiableMap(new LinkedHashMap<>(extensions));
    }

    public static Problem of(ProblemType type, String detail) {
        return new Problem(type.uri(), type.title(), type.status(), detail, Map.of());
    }

    /** No resource has the path of the request. */
    static Problem noSuchResource() {
        return of(ProblemType.NO_SUCH_RESOURCE, "there is nothing at this path");
    }

    /** Nobody is known to have sent the request. */
    static Problem unauthenticated() {
        return of(
                ProblemType.UNAUTHENTICATED,
                "the gateway in front of the service has not said who calls");
    }

    public Problem with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(extensions);
        more.put(name, value);
        return new Problem(type, title, status, detail, more);
    }

    /**
     * The same problem, of one part of the request.
     *
     * @param name of the parts, such as {@code change}: of the extension with the index
     * @param index of the part at fault, from 0
     */
    public Problem ofPart(String name, int index) {
        String which = name + " " + index + " is not possible: " + detail;
        return new Problem(type, title, status, which, extensions).with(name, index);
    }

    /**
     * The answer. It has a Retry-After if the same request may succeed later, and says what the
     * caller has to send if he is not known (RFC 9110, 15.5.2).
     */
    public Response.ResponseBuilder response() {
        return response(RETRY_AFTER_SECONDS);
    }

    /**
     * The answer, if it is known when the same request may succeed.
     *
     * @param retryAfter in how many seconds
     */
    Response.ResponseBuilder response(long retryAfter) {
        Response.ResponseBuilder response = Response.status(status).type(MEDIA_TYPE).entity(this);
        return switch (status) {
            case 401 -> response.header(HttpHeaders.WWW_AUTHENTICATE, BEARER);
            case 429, 503 -> response.header(HttpHeaders.RETRY_AFTER, retryAfter);
            default -> response;
        };
    }
}
