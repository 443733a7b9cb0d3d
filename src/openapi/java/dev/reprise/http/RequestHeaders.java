package dev.reprise.http;

import jakarta.ws.rs.core.HttpHeaders;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/** The headers of requests, for the OpenAPI document. None has an example: each is optional. */
final class RequestHeaders {

    private RequestHeaders() {}

    static Parameter idempotencyKey() {
        return header(
                RequestContext.IDEMPOTENCY_KEY,
                "A command that is repeated with the same key is done once. A key of yours does not begin with ~ or with process and a colon",
                Schemas.headerId("", ""));
    }

    static Parameter correlationId() {
        return header(
                RequestContext.CORRELATION_ID,
                "An id of the request. It is recorded with the command's events, and the answer has it",
                Schemas.headerId("", ""));
    }

    static Parameter ifMatch() {
        return header(
                HttpHeaders.IF_MATCH,
                "The ETag that the resource must have, such as \"2\" with its quotes; or a list of ETags; or * for any. Otherwise the answer is 412",
                Schemas.text(""));
    }

    static Parameter ifNoneMatch() {
        return header(
                HttpHeaders.IF_NONE_MATCH,
                "The ETag that the resource must not have, such as \"2\" with its quotes; or a list of ETags; or * for any. Otherwise the answer is 304 to a query, and 412 to a command",
                Schemas.text(""));
    }

    private static Parameter header(String name, String description, Schema schema) {
        return OASFactory.createParameter()
                .name(name)
                .in(Parameter.In.HEADER)
                .required(false)
                .description(description)
                .schema(schema.description(null).examples(null));
    }
}
