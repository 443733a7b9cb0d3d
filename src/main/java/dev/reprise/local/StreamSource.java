package dev.reprise.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jboss.logging.Logger;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * The event source mapping of a deployed function: it reads the stream in the name of the
 * function's role, and sends what it gives up to the queue.
 */
final class StreamSource implements AutoCloseable {

    private static final PojoSerializer<DynamodbEvent> EVENTS =
            LambdaEventSerializers.serializerFor(
                    DynamodbEvent.class, StreamSource.class.getClassLoader());
    private static final PojoSerializer<StreamsEventResponse> ANSWERS =
            LambdaEventSerializers.serializerFor(
                    StreamsEventResponse.class, StreamSource.class.getClassLoader());

    private static final Logger LOG = Logger.getLogger(StreamSource.class);

    private final FunctionDeclaration function;
    private final StreamMapping mapping;
    private final DynamoDbGateway gateway;
    private final InstantSource clock;
    private final DynamoDbStreamsClient streams;
    private final List<String> queue = new CopyOnWriteArrayList<>();

    StreamSource(
            FunctionDeclaration function,
            StreamMapping mapping,
            DynamoDbGateway gateway,
            InstantSource clock) {
        this.function = function;
        this.mapping = mapping;
        this.gateway = gateway;
        this.clock = clock;
        this.streams =
                DynamoDbStreamsClient.builder()
                        .endpointOverride(gateway.endpoint())
                        .region(Region.of(StandInArns.REGION))
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsSessionCredentials.create(
                                                function.role(), "local", "stream-source")))
                        .build();
    }

    /** Makes a pump that begins with the stream's first record. */
    StreamPump pump(String streamArn, FunctionPool processes) {
        Function<DynamodbEvent, StreamsEventResponse> call =
                event -> {
                    processes.metrics().iteratorAge(ageOfLastRecord(event));
                    var request = new ByteArrayOutputStream();
                    EVENTS.toJson(event, request);
                    return ANSWERS.fromJson(processes.invoke(request.toString(UTF_8)));
                };
        return new StreamPump(streams, streamArn, mapping, call, clock, this::giveUp);
    }

    /** The messages in the on-failure queue, the oldest first. */
    List<String> queue() {
        return List.copyOf(queue);
    }

    /** Deletes the messages. */
    void purgeQueue() {
        queue.clear();
    }

    private Duration ageOfLastRecord(DynamodbEvent batch) {
        Instant made =
                batch.getRecords()
                        .getLast()
                        .getDynamodb()
                        .getApproximateCreationDateTime()
                        .toInstant();
        return Duration.between(made, clock.instant());
    }

    private void giveUp(DiscardedBatch batch) {
        String message = batch.message(clock.instant(), function.name());
        mapping.retries()
                .destination()
                .ifPresent(arn -> {
                    if (gateway.permits(function.role(), "sqs:SendMessage", arn)) {
                        queue.add(message);
                    } else {
                        LOG.errorf("%s may not send to %s: %s", function.role(), arn, message);
                    }
                });
    }

    @Override
    public void close() {
        streams.close();
    }
}
