package dev.reprise.http;

import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.Tenant;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;

/**
 * Shows whether the service can read the events table: by one read of a stream that has no events.
 * The answer has no details of a failure; the log has them.
 *
 * <p>Not an extension for health checks: there is one check, and an extension adds to the package
 * and to the start of the function, and answers without a problem.
 */
@Path("/health")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Health", description = "Whether the service works")
class HealthResource {

    private static final Logger LOG = Logger.getLogger(HealthResource.class);

    private static final StreamName WITHOUT_EVENTS = new StreamName(Tenant.ONLY, "health", "check");

    /** Nobody may take an earlier answer for the present one. */
    private static final String NOT_STORED = "no-store";

    private final EventStore events;
    private final RequestContext request;

    @Inject
    HealthResource(EventStore events, RequestContext request) {
        this.events = events;
        this.request = request;
    }

    @GET
    @Operation(
            operationId = "checkHealth",
            summary = "Check that the service can read the events table")
    @APIResponseSchema(HealthResponse.class)
    public Response check() {
        return answer().header(HttpHeaders.CACHE_CONTROL, NOT_STORED).build();
    }

    private Response.ResponseBuilder answer() {
        try {
            events.commitAtOrBefore(WITHOUT_EVENTS, 1);
            return Response.ok(new HealthResponse("UP"));
        } catch (StoreUnavailableException e) {
            LOG.errorf(
                    "%s: the events table cannot be read: %s",
                    request.correlationId(), e.getMessage());
            return unavailable();
        } catch (RuntimeException e) {
            LOG.errorf(e, "%s: the events table cannot be read", request.correlationId());
            return unavailable();
        }
    }

    private Response.ResponseBuilder unavailable() {
        return Problem.of(
                        ProblemType.UNAVAILABLE,
                        "the events table cannot be read; the log has the details, with this correlation id")
                .with(Problem.CORRELATION_ID, request.correlationId())
                .response();
    }

    /**
     * The answer of a service that works.
     *
     * @param status {@code UP}
     */
    record HealthResponse(String status) {}
}
