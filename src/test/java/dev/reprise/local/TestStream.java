package dev.reprise.local;

import dev.reprise.lambda.ProjectorFunction;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * The stream of the events table in a {@code @QuarkusTest}. Nothing is delivered until a test calls
 * {@link #drain}, so a test decides how far the projections are behind.
 */
@ApplicationScoped
public class TestStream {

    private final DynamoDbStreamsClient streams;
    private final StreamPump pump;

    TestStream(
            DynamoDbClient dynamoDb,
            ProjectorFunction projector,
            @ConfigProperty(name = "reprise.events-table") String eventsTable) {
        streams = StreamPump.streamsOf(dynamoDb);
        pump =
                new StreamPump(
                        streams,
                        StreamPump.streamOf(dynamoDb, eventsTable),
                        StreamMapping.of(
                                CloudFormationTemplate.read(Path.of("template.yaml"), Map.of())),
                        projector::handle);
    }

    /**
     * Delivers all that was written before to the projector function.
     *
     * @throws IllegalStateException if the function fails. The next call delivers the failed
     *     records again
     */
    public synchronized void drain() {
        StreamPump.Round round;
        while ((round = pump.round()) != StreamPump.Round.IDLE) {
            if (round == StreamPump.Round.FAILED) {
                throw new IllegalStateException(
                        "the projector function asks to deliver records again");
            }
        }
    }

    @PreDestroy
    void close() {
        streams.close();
    }
}
