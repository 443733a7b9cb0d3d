package dev.reprise.local;

import dev.reprise.lambda.FeedFunction;
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
    private final StreamPump feedPump;

    TestStream(
            DynamoDbClient dynamoDb,
            ProjectorFunction projector,
            FeedFunction feed,
            @ConfigProperty(name = "reprise.events-table") String eventsTable) {
        streams = StreamPump.streamsOf(dynamoDb);
        String arn = StreamPump.streamOf(dynamoDb, eventsTable);
        CloudFormationTemplate template =
                CloudFormationTemplate.read(Path.of("template.yaml"), Map.of("Feed", "on"));
        pump = new StreamPump(streams, arn, StreamMapping.of(template), projector::handle);
        feedPump =
                new StreamPump(
                        streams, arn, StreamMapping.ofFeed(template).orElseThrow(), feed::handle);
    }

    /**
     * Delivers all that was written before to the projector function.
     *
     * @throws IllegalStateException if the function fails. The next call delivers the failed
     *     records again
     */
    public synchronized void drain() {
        drain(pump);
    }

    /** As {@link #drain}, to the function that writes the feed. */
    public synchronized void drainToFeed() {
        drain(feedPump);
    }

    private static void drain(StreamPump pump) {
        StreamPump.Round round;
        while ((round = pump.round()) != StreamPump.Round.IDLE) {
            if (round == StreamPump.Round.FAILED) {
                throw new IllegalStateException("the function asks to deliver records again");
            }
        }
    }

    @PreDestroy
    void close() {
        streams.close();
    }
}
