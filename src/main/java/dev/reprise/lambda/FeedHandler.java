package dev.reprise.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler;
import jakarta.enterprise.inject.spi.CDI;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The handler of the function that puts commits into the feed. See {@link ProjectorHandler}. */
public final class FeedHandler {

    static {
        // Its static initialiser starts the application.
        new QuarkusStreamHandler();
    }

    private final FeedFunction function = CDI.current().select(FeedFunction.class).get();

    /**
     * Puts a batch into the feed.
     *
     * @param answer gets the records to deliver again
     */
    public void handle(InputStream event, OutputStream answer, Context context) throws IOException {
        StreamBatchJson.write(function.handle(StreamBatchJson.read(event)), answer);
    }
}
