package dev.reprise.local;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/**
 * Calls a function for each HTTP request. A function that fails is answered 500, and one that takes
 * longer than an HTTP API waits 503, with the bodies that an HTTP API has.
 */
final class HttpFunction implements AutoCloseable {

    /** How long an HTTP API waits for its function. */
    private static final Duration API_TIMEOUT = Duration.ofSeconds(30);

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .defaultPropertyInclusion(
                            JsonInclude.Value.construct(
                                    JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build();

    private static final Logger LOG = Logger.getLogger(HttpFunction.class);

    private final UnaryOperator<String> function;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * @param function answers an event with a response, both in JSON, or throws {@link
     *     FunctionFailure}
     */
    HttpFunction(UnaryOperator<String> function) {
        this.function = function;
    }

    /**
     * It is not a {@code RequestHandler}: Quarkus allows one class that is, and that is its own.
     */
    APIGatewayV2HTTPResponse handle(APIGatewayV2HTTPEvent event) {
        try {
            String request = JSON.writeValueAsString(event);
            String answer =
                    CompletableFuture.supplyAsync(() -> function.apply(request), threads)
                            .get(API_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            return JSON.readValue(answer, APIGatewayV2HTTPResponse.class);
        } catch (ExecutionException e) {
            LOG.errorf("%s %s failed: %s", event.getRouteKey(), event.getRawPath(), e.getCause());
            return answer(500, "Internal Server Error");
        } catch (TimeoutException _) {
            return answer(503, "Service Unavailable");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static APIGatewayV2HTTPResponse answer(int status, String message) {
        return APIGatewayV2HTTPResponse.builder()
                .withStatusCode(status)
                .withHeaders(Map.of("Content-Type", "application/json"))
                .withBody("{\"message\":\"" + message + "\"}")
                .build();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
