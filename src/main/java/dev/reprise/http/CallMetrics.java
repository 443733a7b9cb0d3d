package dev.reprise.http;

import dev.reprise.metrics.EmbeddedMetrics;
import dev.reprise.metrics.Metric;
import dev.reprise.metrics.StoreUsage;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.MDC;

/**
 * Writes of each call how long it took, and what it took from DynamoDB. What else is logged during
 * the call has its correlation id.
 */
@Provider
@PreMatching
@Priority(CallMetrics.FIRST_AND_LAST)
class CallMetrics implements ContainerRequestFilter, ContainerResponseFilter {

    /** Requests are filtered from the lowest number up, and responses to it. */
    static final int FIRST_AND_LAST = 0;

    /** The name in each line of the log. */
    private static final String CORRELATION_ID = "correlationId";

    private static final String BEGAN = CallMetrics.class.getName();
    private static final Set<String> QUERIES =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private record Began(long nanos, StoreUsage.Taken taken) {}

    private final EmbeddedMetrics metrics;
    private final StoreUsage usage;
    private final RequestContext context;

    @Inject
    CallMetrics(EmbeddedMetrics metrics, StoreUsage usage, RequestContext context) {
        this.metrics = metrics;
        this.usage = usage;
        this.context = context;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        request.setProperty(BEGAN, new Began(System.nanoTime(), usage.sinceStart()));
        MDC.put(CORRELATION_ID, context.correlationId());
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getProperty(BEGAN) instanceof Began began) {
            metrics.write(
                    measured(request, began),
                    Map.of(
                            "method",
                            request.getMethod(),
                            "status",
                            String.valueOf(response.getStatus()),
                            CORRELATION_ID,
                            context.correlationId()));
        }
        MDC.remove(CORRELATION_ID);
    }

    private Map<Metric, Number> measured(ContainerRequestContext request, Began began) {
        Map<Metric, Number> measured = metrics.ofCall(usage.sinceStart().minus(began.taken()));
        measured.put(
                QUERIES.contains(request.getMethod()) ? Metric.QUERY_TIME : Metric.COMMAND_TIME,
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began.nanos()));
        return measured;
    }
}
