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

    /** Deadlines take one part in this many of a call's time. */
    private static final int DEADLINES_SHARE = 4;

    private final JobsFunction function = CDI.current().select(JobsFunction.class).get();
    private final DeadlinesFunction deadlines = CDI.current().select(DeadlinesFunction.class).get();

    private static Duration left(Context context) {
        return Duration.ofMillis(context.getRemainingTimeInMillis());
    }

    public void handle(Map<String, Object> event, Context context) {
        deadlines.fireWithoutFeed(left(context).dividedBy(DEADLINES_SHARE));
        function.work(left(context));
    }
}
