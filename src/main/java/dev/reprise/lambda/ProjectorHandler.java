package dev.reprise.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler;
import jakarta.enterprise.inject.spi.CDI;

/**
 * The handler of the projector function.
 *
 * <p>It implements none of Lambda's interfaces: Quarkus allows one handler that does, and that is
 * the HTTP function's. So Quarkus does not manage this class, and this class starts Quarkus.
 */
public final class ProjectorHandler {

    static {
        // Its static initialiser starts the application.
        new QuarkusStreamHandler();
    }

    private final ProjectorFunction function = CDI.current().select(ProjectorFunction.class).get();

    public StreamsEventResponse handle(DynamodbEvent event, Context context) {
        return function.handle(event);
    }
}
