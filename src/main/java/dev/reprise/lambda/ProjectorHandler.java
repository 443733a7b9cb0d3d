package dev.reprise.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler;
import jakarta.enterprise.inject.spi.CDI;

/**
 * The handler of the projector function.
 *
 * <p>It implements none of Lambda's interfaces: a build takes one bean that does, and that is the
 * HTTP function's. So Quarkus does not know of it, and it starts Quarkus itself.
 */
public final class ProjectorHandler {

    static {
        // Its own static initialiser starts the application.
        new QuarkusStreamHandler();
    }

    private final ProjectorFunction function = CDI.current().select(ProjectorFunction.class).get();

    public StreamsEventResponse handle(DynamodbEvent event, Context context) {
        return function.handle(event);
    }
}
