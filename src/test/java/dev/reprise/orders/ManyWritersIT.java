package dev.reprise.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.RunsBesideQuarkus;
import dev.reprise.dynamodb.RandomFaults;
import dev.reprise.local.DynamoDbLocal;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Answers stay linearizable when the network between many writers and DynamoDB fails. */
@RunsBesideQuarkus
class ManyWritersIT {

    private static final int WRITERS = 3;
    private static final int CALLERS = 12;
    private static final int COMMANDS = 40;

    private final String table = DynamoDbLocal.freshTables() + "-events";

    @RepeatedTest(2)
    void every_answer_is_linearizable(RepetitionInfo repetition) throws Exception {
        long seed = 20_261_125L + repetition.getCurrentRepetition();
        var history = new RecordedHistory(seed, table);
        List<FaultyWriter> writers =
                IntStream.range(0, WRITERS)
                        .mapToObj(i ->
                                new FaultyWriter(
                                        DynamoDbLocal.endpoint(), table, WRITERS * seed + i))
                        .toList();
        try {
            history.record(List.copyOf(writers), CALLERS, COMMANDS);
        } finally {
            writers.forEach(FaultyWriter::close);
        }
        history.check();
        assertThat(history.answers())
                .containsKeys(
                        "Handled",
                        "OrderAlreadyExists",
                        "ItemNotInOrder",
                        "PreconditionFailed",
                        "CommandIdReused",
                        "none");
        assertThat(writers)
                .flatExtracting(writer -> writer.injectedFaults().keySet())
                .contains(RandomFaults.Kind.values());
    }
}
