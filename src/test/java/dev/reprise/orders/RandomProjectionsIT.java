package dev.reprise.orders;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import dev.reprise.RunsBesideQuarkus;
import dev.reprise.dynamodb.DynamoDbCommitScan;
import dev.reprise.dynamodb.DynamoDbEventStore;
import dev.reprise.dynamodb.DynamoDbViewStore;
import dev.reprise.eventstore.EventStore;
import dev.reprise.lambda.ProjectorFunctions;
import dev.reprise.local.DynamoDbLocal;
import dev.reprise.local.StreamRecords;
import dev.reprise.projections.CommitScan;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * However the projector function gets the records of the DynamoDB stream, rows equal the replay of
 * their streams.
 */
@RunsBesideQuarkus
class RandomProjectionsIT {

    private static final int ORDERS = 20;
    private static final int COMMANDS = 80;
    private static final int ROUNDS = 2;

    private static final DynamoDbClient CLIENT = DynamoDbLocal.client();

    private final String tables = DynamoDbLocal.freshTables();
    private final EventStore store = new DynamoDbEventStore(CLIENT, tables + "-events");

    private final CommitScan scan = new DynamoDbCommitScan(CLIENT, tables + "-events");

    @AfterAll
    static void close() {
        CLIENT.close();
    }

    @RepeatedTest(4)
    void every_row_equals_the_replay_of_its_stream(RepetitionInfo repetition) throws Exception {
        long seed = 20_260_231L + repetition.getCurrentRepetition();
        var proof =
                new OrderSummariesProof(
                        seed, store, new DynamoDbViewStore(CLIENT, tables + "-views"), scan);
        var orders = new RandomOrders(store, proof.random(), ORDERS);
        var function =
                ProjectorFunctions.of(
                        new OrderSummariesProjection(), proof.views, proof.events, scan);
        for (int round = 0; round < ROUNDS; round++) {
            orders.command(COMMANDS);
            List<DynamodbStreamRecord> records = StreamRecords.inserts(CLIENT, tables + "-events");
            Set<DynamodbStreamRecord> last = lastOfEachStream(records);
            proof.deliver(records, last::contains, function);
            proof.assertRows(orders.created());
        }
    }

    private static Set<DynamodbStreamRecord> lastOfEachStream(List<DynamodbStreamRecord> records) {
        return Set.copyOf(
                records.stream()
                        .collect(
                                Collectors.toMap(
                                        RandomProjectionsIT::stream,
                                        Function.identity(),
                                        (_, later) -> later))
                        .values());
    }

    private static String stream(DynamodbStreamRecord record) {
        return Objects.requireNonNull(record.getDynamodb().getKeys().get("stream")).getS();
    }
}
