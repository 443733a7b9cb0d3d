package dev.reprise.local;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import dev.reprise.lambda.FeedFunction;
import dev.reprise.lambda.ProjectorFunction;
import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * Calls the projector and the function that writes the feed with the stream of the events table in
 * {@code ./mvnw quarkus:dev}. After a live reload the new code gets the stream from its first
 * record. Both functions skip commits that they have.
 */
@ApplicationScoped
@IfBuildProfile("dev")
class DevelopmentStream {

    private final DynamoDbClient dynamoDb;
    private final ProjectorFunction projector;
    private final FeedFunction feed;
    private final String eventsTable;
    private final List<RunningStreamPump> pumps = new ArrayList<>();
    private @Nullable DynamoDbStreamsClient streams;

    DevelopmentStream(
            DynamoDbClient dynamoDb,
            ProjectorFunction projector,
            FeedFunction feed,
            @ConfigProperty(name = "reprise.events-table") String eventsTable) {
        this.dynamoDb = dynamoDb;
        this.projector = projector;
        this.feed = feed;
        this.eventsTable = eventsTable;
    }

    void start(
            @Observes @Priority(DevelopmentRun.WITH_TABLES) StartupEvent event,
            DevelopmentRun run) {
        DynamoDbStreamsClient client = StreamPump.streamsOf(dynamoDb);
        streams = client;
        pump(client, run.template().mapping(), projector::handle);
        run.template().feedMapping().ifPresent(mapping -> pump(client, mapping, feed::handle));
    }

    private void pump(
            DynamoDbStreamsClient client,
            StreamMapping mapping,
            Function<DynamodbEvent, StreamsEventResponse> function) {
        pumps.add(
                RunningStreamPump.start(() ->
                        new StreamPump(
                                client,
                                StreamPump.streamOf(dynamoDb, eventsTable),
                                mapping,
                                function)));
    }

    void stop(@Observes ShutdownEvent event) {
        pumps.forEach(RunningStreamPump::close);
        if (streams != null) {
            streams.close();
        }
    }
}
