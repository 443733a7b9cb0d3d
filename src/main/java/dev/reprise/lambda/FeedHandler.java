package dev.reprise.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler;
import jakarta.enterprise.inject.spi.CDI;

/** The handler of the function that puts commits into the feed. See {@link ProjectorHandler}. */
public final class FeedHandler {

    static {
        // Its static initialiser starts the application.
        new QuarkusStreamHandler();
    }

    private final FeedFunction function = CDI.current().select(FeedFunction.class).get();

    public StreamsEventResponse handle(DynamodbEvent event, Context context) {
        return function.handle(event);
    }
}
