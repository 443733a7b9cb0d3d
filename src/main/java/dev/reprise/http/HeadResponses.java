package dev.reprise.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.nio.charset.StandardCharsets;

/**
 * Gives the answer to {@code HEAD} the headers that the answer to {@code GET} has (RFC 9110,
 * 9.3.2). The framework drops the body before it knows the body's length and character set.
 */
@Provider
@Priority(HeadResponses.AFTER_ALL)
class HeadResponses implements ContainerResponseFilter {

    /** Filters of responses run from the highest priority to the lowest. */
    static final int AFTER_ALL = 0;

    private final ObjectMapper json;

    @Inject
    HeadResponses(ObjectMapper json) {
        this.json = json;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (!request.getMethod().equals(HttpMethod.HEAD) || !response.hasEntity()) {
            return;
        }
        response.getHeaders()
                .putSingle(HttpHeaders.CONTENT_LENGTH, bytes(response.getEntity()).length);
        MediaType type = response.getMediaType();
        if (type == null || type.equals(MediaType.APPLICATION_JSON_TYPE)) {
            response.getHeaders()
                    .putSingle(
                            HttpHeaders.CONTENT_TYPE,
                            MediaType.APPLICATION_JSON_TYPE.withCharset(
                                    StandardCharsets.UTF_8.name()));
        }
    }

    /** The body as the answer to {@code GET} has it. */
    private byte[] bytes(Object body) {
        if (body instanceof String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return json.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the body of the answer cannot be written", e);
        }
    }
}
