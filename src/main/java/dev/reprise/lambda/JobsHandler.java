package dev.reprise.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler;
import jakarta.enterprise.inject.spi.CDI;
import java.time.Duration;
import java.util.Map;

/** The handler of the jobs function, which a schedule calls. See {@link ProjectorHandler}. */
public final class JobsHandler {

    static {
        // Its static initialiser starts the application.
        new QuarkusStreamHandler();
    }

    private final JobsFunction function = CDI.current().select(JobsFunction.class).get();

    public void handle(Map<String, Object> event, Context context) {
        function.work(Duration.ofMillis(context.getRemainingTimeInMillis()));
    }
}
