package dev.reprise.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler;
import jakarta.enterprise.inject.spi.CDI;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/**
 * The handler of the function that runs the consumers of the feed. A schedule calls it, and the
 * stream of the feed table; what they send is not read. See {@link ProjectorHandler}.
 */
public final class ConsumersHandler {

    /** A part of the feed that has begun is handled within this time. */
    private static final Duration RESERVE = Duration.ofMinutes(1);

    static {
        // Its static initialiser starts the application.
        new QuarkusStreamHandler();
    }

    private final ConsumersFunction function = CDI.current().select(ConsumersFunction.class).get();

    public void handle(InputStream event, OutputStream answer, Context context) throws IOException {
        Duration left = Duration.ofMillis(context.getRemainingTimeInMillis());
        function.work(left.minus(RESERVE));
        function.measure();
        answer.write("{\"batchItemFailures\":[]}".getBytes(UTF_8));
    }
}
