package dev.reprise.orders;

import dev.reprise.aggregates.CommandResult;
import dev.reprise.aggregates.VersionedState;
import dev.reprise.dynamodb.DynamoDbEventStore;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.Tenant;
import dev.reprise.local.DynamoDbLocal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The calls of many callers for a few orders, and their answers. */
final class RecordedHistory {

    private static final List<OrderId> ORDERS =
            Stream.of("a", "b", "c").map(id -> new OrderId(Tenant.ONLY, id)).toList();

    private final long seed;
    private final String table;
    private final CallRecorder recorder = new CallRecorder();

    RecordedHistory(long seed, String table) {
        this.seed = seed;
        this.table = table;
    }

    /** Runs callers, and returns when all are done. */
    void record(List<Writer> writers, int callers, int commandsEach) throws Exception {
        new RandomCallers(seed, recorder, writers, ORDERS).run(callers, commandsEach);
    }

    /** Fails if the answers and the stored orders are not linearizable. */
    void check() {
        try (DynamoDbClient client = DynamoDbLocal.client()) {
            EventStore store = new DynamoDbEventStore(client, table);
            for (OrderId order : ORDERS) {
                new HistoryCheck(
                                "seed " + seed,
                                order,
                                Commits.all(store, order.stream()),
                                store.verify(order.stream()))
                        .check(recorder.calls(order));
            }
        }
    }

    /**
     * The number of answers of each kind. The kind of a rejection is its reason; {@code none}
     * counts the calls without an answer.
     */
    Map<String, Long> answers() {
        return recorder.calls().stream()
                .collect(Collectors.groupingBy(RecordedHistory::kind, Collectors.counting()));
    }

    private static String kind(Call call) {
        return call.answer().map(answer -> kind(answer.result())).orElse("none");
    }

    private static String kind(CommandResult<VersionedState<Order>, Order.Rejection> result) {
        Object outcome = result instanceof CommandResult.Rejected(Object reason) ? reason : result;
        return outcome.getClass().getSimpleName();
    }
}
