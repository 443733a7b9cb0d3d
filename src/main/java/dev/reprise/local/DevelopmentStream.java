package dev.reprise.local;

import dev.reprise.lambda.ProjectorFunction;
import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * Calls the projector function with the stream of the events table in {@code ./mvnw quarkus:dev}.
 * After a live reload the new code gets the stream from its first record: the projections skip
 * commits that they have applied.
 */
@ApplicationScoped
@IfBuildProfile("dev")
class DevelopmentStream {

    private final DynamoDbClient dynamoDb;
    private final ProjectorFunction projector;
    private final String eventsTable;
    private @Nullable DynamoDbStreamsClient streams;
    private @Nullable RunningStreamPump pump;

    DevelopmentStream(
            DynamoDbClient dynamoDb,
            ProjectorFunction projector,
            @ConfigProperty(name = "reprise.events-table") String eventsTable) {
        this.dynamoDb = dynamoDb;
        this.projector = projector;
        this.eventsTable = eventsTable;
    }

    void start(
            @Observes @Priority(DevelopmentRun.WITH_TABLES) StartupEvent event,
            DevelopmentRun run) {
        StreamMapping mapping = run.template().mapping();
        DynamoDbStreamsClient client = StreamPump.streamsOf(dynamoDb);
        streams = client;
        pump =
                RunningStreamPump.start(() ->
                        new StreamPump(
                                client,
                                StreamPump.streamOf(dynamoDb, eventsTable),
                                mapping,
                                projector::handle));
    }

    void stop(@Observes ShutdownEvent event) {
        if (pump != null) {
            pump.close();
        }
        if (streams != null) {
            streams.close();
        }
    }
}
