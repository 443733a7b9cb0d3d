package dev.reprise.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler;
import jakarta.enterprise.inject.spi.CDI;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/**
 * The handler of the function that runs the consumers of the feed. The stream of the feed table
 * calls it when there are new pages; the records themselves are not used. A schedule calls it each
 * minute. See {@link ProjectorHandler}.
 */
public final class ConsumersHandler {

    /** Time at the end of a call to finish what has begun. */
    private static final Duration RESERVE = Duration.ofSeconds(110);

    private static final ObjectMapper JSON = new ObjectMapper();

    static {
        // Its static initialiser starts the application.
        new QuarkusStreamHandler();
    }

    private final ConsumersFunction function = CDI.current().select(ConsumersFunction.class).get();
    private final DeadlinesFunction deadlines = CDI.current().select(DeadlinesFunction.class).get();

    private static Duration left(Context context) {
        return Duration.ofMillis(context.getRemainingTimeInMillis()).minus(RESERVE);
    }

    public void handle(InputStream event, OutputStream answer, Context context) throws IOException {
        boolean isOfStream = JSON.readTree(event).has("Records");
        if (!isOfStream) {
            deadlines.fire(left(context).dividedBy(2));
        }
        function.consume(left(context));
        if (!isOfStream) {
            function.measure();
        }
        answer.write("{\"batchItemFailures\":[]}".getBytes(UTF_8));
    }
}
