package dev.reprise.http;

import dev.reprise.metrics.EmbeddedMetrics;
import dev.reprise.metrics.LogFields;
import dev.reprise.metrics.Metric;
import dev.reprise.metrics.StoreUsage;
import dev.reprise.metrics.TraceId;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.MDC;

/**
 * Writes of each call how long it took, and what it took from DynamoDB, to the log and, if the
 * setting {@value StoreUsage#SERVER_TIMING} says so, into the answer. What else is logged during
 * the call has its correlation id and trace id, and once a commit is recorded, the commit.
 */
@Provider
@PreMatching
@Priority(CallMetrics.FIRST_AND_LAST)
class CallMetrics implements ContainerRequestFilter, ContainerResponseFilter {

    /** Requests are filtered from the lowest number up, and responses to it. */
    static final int FIRST_AND_LAST = 0;

    private static final String BEGAN = CallMetrics.class.getName();
    private static final Set<String> QUERIES =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private record Began(long nanos, StoreUsage.Taken taken) {}

    private final EmbeddedMetrics metrics;
    private final StoreUsage usage;
    private final RequestContext context;
    private final boolean serverTiming;

    @Inject
    CallMetrics(
            EmbeddedMetrics metrics,
            StoreUsage usage,
            RequestContext context,
            @ConfigProperty(name = StoreUsage.SERVER_TIMING) boolean serverTiming) {
        this.metrics = metrics;
        this.usage = usage;
        this.context = context;
        this.serverTiming = serverTiming;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        request.setProperty(BEGAN, new Began(System.nanoTime(), usage.sinceStart()));
        MDC.put(LogFields.CORRELATION_ID, context.correlationId());
        TraceId.current().ifPresent(id -> MDC.put(LogFields.TRACE_ID, id));
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getProperty(BEGAN) instanceof Began began) {
            long nanos = System.nanoTime() - began.nanos();
            StoreUsage.Taken taken = usage.sinceStart().minus(began.taken());
            if (serverTiming) {
                response.getHeaders().putSingle("Server-Timing", serverTiming(nanos, taken));
            }
            metrics.write(measured(request, nanos, taken), properties(request, response));
        }
        MDC.remove(LogFields.CORRELATION_ID);
        MDC.remove(LogFields.TRACE_ID);
        MDC.remove(LogFields.COMMIT);
    }

    /** The line's field with the tenant. With it, the lines of a tenant can be counted. */
    private Map<String, String> properties(
            ContainerRequestContext request, ContainerResponseContext response) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("method", request.getMethod());
        properties.put("status", String.valueOf(response.getStatus()));
        properties.put(LogFields.CORRELATION_ID, context.correlationId());
        properties.put(LogFields.REQUEST_ID, context.requestId());
        if (MDC.get(LogFields.COMMIT) instanceof String commit) {
            properties.put(LogFields.COMMIT, commit);
        }
        if (response.getHeaders().containsKey(AggregateResponses.IDEMPOTENT_REPLAYED)) {
            properties.put("replayed", "true");
        }
        context.tenantName().ifPresent(tenant -> properties.put("tenant", tenant));
        return properties;
    }

    /**
     * The header {@code Server-Timing} (<a href="https://www.w3.org/TR/server-timing/">W3C</a>):
     * milliseconds in the service, and what was taken from DynamoDB.
     */
    static String serverTiming(long nanos, StoreUsage.Taken taken) {
        return String.format(
                Locale.ROOT,
                "total;dur=%.1f, dynamodb;desc=\"requests %d, read units %.1f, write units %.1f\"",
                nanos / 1e6,
                taken.requests(),
                taken.readUnits(),
                taken.writeUnits());
    }

    private Map<Metric, Number> measured(
            ContainerRequestContext request, long nanos, StoreUsage.Taken taken) {
        Map<Metric, Number> measured = metrics.ofCall(taken);
        measured.put(
                QUERIES.contains(request.getMethod()) ? Metric.QUERY_TIME : Metric.COMMAND_TIME,
                TimeUnit.NANOSECONDS.toMillis(nanos));
        return measured;
    }
}
