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
 * The stream of the events table in a {@code @QuarkusTest}. It stands still until a test that
 * injects it lets the projections follow, so that each test sees them as far behind as it wants.
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
     * Returns when the projector function is done with all that was written before.
     *
     * @throws IllegalStateException if it fails with something, which the next call begins with
     */
    public synchronized void drain() {
        StreamPump.Round round;
        while ((round = pump.round()) != StreamPump.Round.IDLE) {
            if (round == StreamPump.Round.FAILED) {
                throw new IllegalStateException("the projector function wants records again");
            }
        }
    }

    @PreDestroy
    void close() {
        streams.close();
    }
}
