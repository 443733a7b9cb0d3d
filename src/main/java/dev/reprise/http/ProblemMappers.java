package dev.reprise.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.reprise.eventstore.BrokenStreamException;
import dev.reprise.eventstore.NewerReleaseException;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StoreUnavailableException.Reason;
import dev.reprise.feed.BrokenFeedException;
import dev.reprise.projections.ProjectionNotReadyException;
import jakarta.inject.Inject;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Turns every exception into a problem. Faults of the service are also logged, with the correlation
 * id of the answer.
 */
class ProblemMappers {

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    private final RequestContext request;
    private final AllowedMethods allowedMethods;

    @Inject
    ProblemMappers(RequestContext request, AllowedMethods allowedMethods) {
        this.request = request;
        this.allowedMethods = allowedMethods;
    }

    @ServerExceptionMapper
    public Response map(ProblemException e) {
        return e.problem().response().build();
    }

    @ServerExceptionMapper
    public Response map(StoreUnavailableException e) {
        LOG.logf(
                e.reason() == Reason.REFUSED ? Logger.Level.ERROR : Logger.Level.WARN,
                "%s: %s",
                request.correlationId(),
                e.getMessage());
        String hint =
                request.usedIdempotencyKey().isEmpty()
                        ? ""
                        : "; the command may have been recorded: repeat it with the same Idempotency-Key to learn its outcome";
        return switch (e.reason()) {
            case THROTTLED ->
                    Problem.of(
                                    ProblemType.THROTTLED,
                                    "the store refuses further requests for now" + hint)
                            .response()
                            .build();
            case UNREACHABLE ->
                    Problem.of(ProblemType.UNAVAILABLE, "the store did not answer" + hint)
                            .response()
                            .build();
            case REFUSED -> internalError();
        };
    }

    @ServerExceptionMapper
    public Response map(BrokenStreamException e) {
        LOG.errorf("%s: %s", request.correlationId(), e.getMessage());
        return Problem.of(ProblemType.BROKEN_STREAM, request.shown(e.getMessage()))
                .response()
                .build();
    }

    @ServerExceptionMapper
    public Response map(BrokenFeedException e) {
        LOG.errorf("%s: %s", request.correlationId(), e.getMessage());
        return Problem.of(ProblemType.BROKEN_FEED, String.valueOf(e.getMessage()))
                .response()
                .build();
    }

    @ServerExceptionMapper
    public Response map(NewerReleaseException e) {
        LOG.warnf("%s: %s", request.correlationId(), e.getMessage());
        return Problem.of(ProblemType.NEWER_RELEASE, request.shown(e.getMessage()))
                .response()
                .build();
    }

    @ServerExceptionMapper
    public Response map(ProjectionNotReadyException e) {
        return Problem.of(ProblemType.READ_MODEL_NOT_READY, String.valueOf(e.getMessage()))
                .response()
                .build();
    }

    @ServerExceptionMapper
    public Response map(JsonProcessingException e) {
        return MalformedBody.problem(e).response().build();
    }

    /** A method of its own, because the framework has its own mapper for this type. */
    @ServerExceptionMapper
    public Response map(MismatchedInputException e) {
        return map((JsonProcessingException) e);
    }

    /** Refused by the framework: a path or method, or a body that is not JSON. */
    @ServerExceptionMapper
    public Response map(WebApplicationException e, UriInfo uri) {
        if (e.getCause() instanceof JsonProcessingException json) {
            return map(json);
        }
        int status = e.getResponse().getStatus();
        if (status == 405) {
            return allowedMethods.notAllowed(uri.getRequestUri().getRawPath());
        }
        Problem problem =
                switch (status) {
                    case 400 -> Problem.of(ProblemType.MALFORMED, "the request cannot be read");
                    case 404 -> Problem.noSuchResource();
                    case 413 -> Problem.of(ProblemType.TOO_LARGE, "the body is too large");
                    default -> throw e;
                };
        return problem.response().build();
    }

    @ServerExceptionMapper
    public Response map(RuntimeException e) {
        LOG.errorf(e, "%s: %s", request.correlationId(), e.getMessage());
        return internalError();
    }

    private Response internalError() {
        return Problem.of(
                        ProblemType.INTERNAL,
                        "the service failed; its log has the details, with this correlation id")
                .with(Problem.CORRELATION_ID, request.correlationId())
                .response()
                .build();
    }
}
