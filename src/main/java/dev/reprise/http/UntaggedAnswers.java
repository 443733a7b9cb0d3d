package dev.reprise.http;

import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;

/**
 * Evaluates If-Match and If-None-Match for answers to {@code GET} that have no ETag, such as lists
 * (RFC 9110, 13.1.1 and 13.1.2): {@code *} matches what exists, and a tag matches nothing. {@link
 * AggregateResponses} does it for answers that have one.
 */
@Provider
class UntaggedAnswers implements ContainerRequestFilter, ContainerResponseFilter {

    private final RequestContext context;

    @Inject
    UntaggedAnswers(RequestContext context) {
        this.context = context;
    }

    /** Refuses malformed tags before anything is read. */
    @Override
    public void filter(ContainerRequestContext request) {
        context.precondition();
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        boolean query =
                request.getMethod().equals(HttpMethod.GET)
                        || request.getMethod().equals(HttpMethod.HEAD);
        if (!query
                || response.getStatus() != Response.Status.OK.getStatusCode()
                || response.getHeaders().containsKey(HttpHeaders.ETAG)) {
            return;
        }
        if (context.tags(HttpHeaders.IF_MATCH).filter(tags -> !tags.any()).isPresent()) {
            Problem problem =
                    Problem.of(
                            ProblemType.PRECONDITION_FAILED,
                            "the answer has no ETag, so it has none that If-Match names");
            response.setStatus(problem.status());
            response.getHeaders().remove(HttpHeaders.LINK);
            // The list may be kept. The refusal depends on the request's headers.
            response.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, ResponseHeaders.ASK_AGAIN);
            response.setEntity(problem, new Annotation[0], MediaType.valueOf(Problem.MEDIA_TYPE));
        } else if (context.tags(HttpHeaders.IF_NONE_MATCH).filter(EntityTags::any).isPresent()) {
            response.setStatus(Response.Status.NOT_MODIFIED.getStatusCode());
            response.getHeaders().remove(HttpHeaders.LINK);
            response.setEntity(null);
        }
    }
}
