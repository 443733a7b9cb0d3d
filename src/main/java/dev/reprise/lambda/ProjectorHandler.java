package dev.reprise.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler;
import jakarta.enterprise.inject.spi.CDI;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The handler of the projector function.
 *
 * <p>It implements none of Lambda's interfaces: Quarkus allows one handler that does, and that is
 * the HTTP function's. So Quarkus does not manage this class, and this class starts Quarkus.
 *
 * <p>It gets the event as bytes, and reads it with {@link StreamBatchJson}.
 */
public final class ProjectorHandler {

    static {
        // Its static initialiser starts the application.
        new QuarkusStreamHandler();
    }

    private final ProjectorFunction function = CDI.current().select(ProjectorFunction.class).get();

    /**
     * Projects a batch.
     *
     * @param answer gets the records to deliver again
     */
    public void handle(InputStream event, OutputStream answer, Context context) throws IOException {
        StreamBatchJson.write(function.handle(StreamBatchJson.read(event)), answer);
    }
}
