package dev.reprise.orders;

import dev.reprise.aggregates.CommandResult;
import dev.reprise.aggregates.VersionedState;
import dev.reprise.dynamodb.DynamoDbEventStore;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EventStore;
import dev.reprise.local.DynamoDbLocal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What many callers asked of a few orders and were told. */
final class RecordedHistory {

    private static final List<OrderId> ORDERS = Stream.of("a", "b", "c").map(OrderId::new).toList();

    private final long seed;
    private final String table;
    private final CallRecorder recorder = new CallRecorder();

    RecordedHistory(long seed, String table) {
        this.seed = seed;
        this.table = table;
    }

    /** Runs callers to their end. */
    void record(List<Writer> writers, int callers, int commandsEach) throws Exception {
        new RandomCallers(seed, recorder, writers, ORDERS).run(callers, commandsEach);
    }

    /** Fails unless every answer is true of the orders as they are stored. */
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
     * How often each kind of answer was given, a rejection's being its reason; {@code none} where
     * there was none.
     */
    Map<String, Long> answers() {
        return recorder.calls().stream()
                .collect(Collectors.groupingBy(RecordedHistory::kind, Collectors.counting()));
    }

    private static String kind(Call call) {
        return call.answer().map(answer -> kind(answer.result())).orElse("none");
    }

    private static String kind(CommandResult<VersionedState<Order>, Order.Rejection> result) {
        Object telling = result instanceof CommandResult.Rejected(Object reason) ? reason : result;
        return telling.getClass().getSimpleName();
    }
}
