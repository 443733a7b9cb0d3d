package dev.reprise.http;

import jakarta.ws.rs.core.HttpHeaders;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** The headers of answers, for the OpenAPI document. */
final class AnswerHeaders {

    private AnswerHeaders() {}

    static void addTo(Components components) {
        all().forEach((name, schema) -> {
            String description = schema.getDescription();
            components.addHeader(
                    name,
                    OASFactory.createHeader()
                            .description(description)
                            .schema(schema.description(null)));
        });
    }

    private static Map<String, Schema> all() {
        Map<String, Schema> all = new LinkedHashMap<>();
        all.put(
                HttpHeaders.ETAG,
                Schemas.text("The version of what is shown, in quotes", "\"2\"")
                        .pattern("^\"[1-9][0-9]*\"$"));
        all.put(
                HttpHeaders.LOCATION,
                Schemas.text("The path of what was created", "/orders/c3d4e5f6")
                        .format("uri-reference"));
        all.put(
                RequestContext.IDEMPOTENCY_KEY,
                Schemas.headerId(
                        "The key of the command: yours, or one that the service made, which begins with ~",
                        "cart-4711"));
        all.put(
                AggregateResponses.IDEMPOTENT_REPLAYED,
                Schemas.constant(
                        "Present if an earlier request with the same key recorded the command",
                        "true"));
        all.put(
                RequestContext.CORRELATION_ID,
                Schemas.headerId(
                        "The id of the request: yours, or one that the service made",
                        "checkout-77"));
        all.put(
                HttpHeaders.CACHE_CONTROL,
                Schemas.choice(
                        "no-cache: a cache asks the service before it reuses the answer. no-store: it does not keep the answer. With immutable, only of the feed: the answer never changes, and the caller's own cache may keep it",
                        "no-cache",
                        "no-store",
                        FeedPart.IMMUTABLE));
        all.put(
                HttpHeaders.LINK,
                Schemas.text(
                        "The next page, relative to this one, with rel=\"next\"; absent on the last page",
                        "<orders?customerId=user123&cursor=MjAyNg>; rel=\"next\""));
        all.put(HttpHeaders.RETRY_AFTER, Schemas.integer("How many seconds to wait", 1, Integer.MAX_VALUE, 1));
        all.put(
                HttpHeaders.WWW_AUTHENTICATE,
                Schemas.constant("How to say who you are", Problem.BEARER));
        all.put(
                HttpHeaders.ALLOW,
                Schemas.text("The methods of the path", "GET, HEAD, OPTIONS, PATCH"));
        all.put(
                HttpHeaders.ACCEPT,
                Schemas.text("The media type that a request must have", "application/json"));
        all.put(
                JsonRequests.ACCEPT_PATCH,
                Schemas.text("The media type that a PATCH must have", "application/json"));
        all.put(
                HttpHeaders.ACCEPT_ENCODING,
                Schemas.text("The content coding that a request may have", "identity"));
        return all;
    }

    /** The headers of an answer that is this problem. */
    static List<String> of(Problem problem, boolean query) {
        List<String> headers = new ArrayList<>();
        switch (problem.status()) {
            case 401 -> headers.add(HttpHeaders.WWW_AUTHENTICATE);
            case 405 -> headers.add(HttpHeaders.ALLOW);
            case 415 -> {
                headers.add(HttpHeaders.ACCEPT);
                headers.add(JsonRequests.ACCEPT_PATCH);
                headers.add(HttpHeaders.ACCEPT_ENCODING);
            }
            case 429, 503 -> headers.add(HttpHeaders.RETRY_AFTER);
            default -> {}
        }
        headers.addAll(ofEvery(query));
        return headers;
    }

    /** The headers of every answer. */
    static List<String> ofEvery(boolean query) {
        return List.of(
                query ? HttpHeaders.CACHE_CONTROL : RequestContext.IDEMPOTENCY_KEY,
                RequestContext.CORRELATION_ID);
    }
}
