package dev.reprise.http;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Refuses calls of a caller who makes too many of them, if the setting {@value #SETTING} says how
 * many those are. Each instance of the function counts by itself, so a caller who reaches several
 * may make that many of each.
 *
 * <p>The answers say how many are left, in the headers of the IETF's <a
 * href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/11/">draft</a>.
 */
@Provider
@Priority(Priorities.AUTHORIZATION - 1)
class CallsPerCaller implements ContainerRequestFilter, ContainerResponseFilter {

    static final String SETTING = "reprise.limits.calls-per-minute";
    static final String RATE_LIMIT = "RateLimit";
    static final String RATE_LIMIT_POLICY = "RateLimit-Policy";

    private static final String DRAW = CallsPerCaller.class.getName();

    private final RequestContext context;
    private final Optional<CallQuota> quota;
    private final String policy;

    @Inject
    CallsPerCaller(RequestContext context, @ConfigProperty(name = SETTING) int callsPerMinute) {
        if (callsPerMinute < 0) {
            throw new IllegalArgumentException(
                    "%s must be 0, for no limit, or more, not %d"
                            .formatted(SETTING, callsPerMinute));
        }
        this.context = context;
        this.quota =
                callsPerMinute == 0
                        ? Optional.empty()
                        : Optional.of(new CallQuota(callsPerMinute, System::nanoTime));
        this.policy =
                "\"caller\";q=%d;w=%d".formatted(callsPerMinute, CallQuota.WINDOW.toSeconds());
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (quota.isEmpty()) {
            return;
        }
        CallQuota.Draw draw = quota.get().draw(context.callerOrAddress());
        request.setProperty(DRAW, draw);
        if (!draw.granted()) {
            request.abortWith(
                    Problem.of(
                                    ProblemType.TOO_MANY_CALLS,
                                    "this instance of the service takes no more calls from the caller for %d s"
                                            .formatted(draw.secondsToNext()))
                            .response(draw.secondsToNext())
                            .build());
        }
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getProperty(DRAW) instanceof CallQuota.Draw draw) {
            response.getHeaders().putSingle(RATE_LIMIT_POLICY, policy);
            response.getHeaders()
                    .putSingle(
                            RATE_LIMIT,
                            "\"caller\";r=%d;t=%d"
                                    .formatted(draw.remaining(), draw.secondsToNext()));
        }
    }
}
