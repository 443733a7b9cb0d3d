package dev.reprise.orders;

import dev.reprise.aggregates.CommandResult;
import dev.reprise.aggregates.VersionedState;
import dev.reprise.dynamodb.DynamoDbEventStore;
import dev.reprise.dynamodb.FaultyHttpClient;
import dev.reprise.dynamodb.RandomFaults;
import dev.reprise.local.DynamoDbLocal;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** A process of the service whose network to DynamoDB fails at random. */
final class FaultyWriter implements Writer, AutoCloseable {

    /** Short, so that a lost answer does not take long; production waits longer. */
    private static final Duration ATTEMPT = Duration.ofMillis(500);

    private final FaultyHttpClient http = new FaultyHttpClient();
    private final RandomFaults faults;
    private final DynamoDbClient client;
    private final Writer writer;

    FaultyWriter(URI endpoint, String table, long seed) {
        faults = new RandomFaults(seed);
        http.always(faults);
        client =
                DynamoDbLocal.clientBuilder(endpoint)
                        .httpClientBuilder(null)
                        .httpClient(http)
                        .overrideConfiguration(configuration -> {
                            FaultyHttpClient.retryAtOnce(configuration);
                            configuration.apiCallAttemptTimeout(ATTEMPT);
                        })
                        .build();
        writer = Writer.of(new Orders(new DynamoDbEventStore(client, table)));
    }

    @Override
    public Optional<CommandResult<VersionedState<Order>, Order.Rejection>> handle(Request request) {
        return writer.handle(request);
    }

    /** How often each kind of fault happened. */
    Map<RandomFaults.Kind, Integer> injectedFaults() {
        return faults.injected();
    }

    /** Returns once no request is on its way any more. */
    @Override
    public void close() {
        client.close();
        http.close();
    }
}
