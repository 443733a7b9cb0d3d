package dev.reprise.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.RunsBesideQuarkus;
import dev.reprise.local.DynamoDbLocal;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Answers stay linearizable when writer processes are killed. */
@RunsBesideQuarkus
class KilledWritersIT {

    private static final int KILLS = 2;
    private static final int CALLERS = 8;
    private static final int COMMANDS = 30;
    private static final long SEED = 20_261_225L;

    private final String table = DynamoDbLocal.freshTables() + "-events";

    @Test
    void every_answer_is_linearizable() throws Exception {
        var history = new RecordedHistory(SEED, table);
        try (KilledWriter one = writer(1);
                KilledWriter other = writer(2)) {
            history.record(List.of(one, other), CALLERS, COMMANDS);
            assertThat(List.of(one, other)).extracting(KilledWriter::killsLeft).containsOnly(0);
        }
        history.check();
        assertThat(history.answers()).containsKeys("Handled", "ItemNotInOrder", "none");
    }

    private KilledWriter writer(int number) throws IOException {
        return new KilledWriter(DynamoDbLocal.endpoint(), table, 31 * SEED + number, KILLS);
    }
}
