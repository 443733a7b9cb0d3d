package dev.reprise.dynamodb;

import dev.reprise.eventstore.EventStore;
import dev.reprise.orders.MeasuredOrders;
import dev.reprise.orders.OrderId;
import dev.reprise.orders.Orders;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/** An order with a long stream of commits of one event each. */
final class LongStream {

    private static final int STEP = 100;

    private final EventStore store;
    private final RequestLog log;
    private final Orders warm;
    private final OrderId order;
    private final Map<Integer, List<ColdCommand>> measured = new HashMap<>();
    private int commits;

    LongStream(EventStore store, RequestLog log) {
        this.store = store;
        this.log = log;
        warm = new Orders(store);
        order = Commands.freshOrder();
    }

    /**
     * Grows the stream, then measures {@value #STEP} cold commands, which is enough for two
     * snapshots. A second call with the same length returns the same measurements.
     *
     * @param length the number of commits before the measurement; greater than in earlier calls
     */
    List<ColdCommand> coldCommands(int length) {
        List<ColdCommand> known = measured.get(length);
        if (known != null) {
            return known;
        }
        grow(length);
        List<ColdCommand> commands = Stream.generate(this::coldCommand).limit(STEP).toList();
        measured.put(length, commands);
        return commands;
    }

    private void grow(int length) {
        if (commits == 0) {
            Commands.accept(warm, order, MeasuredOrders.create(0));
            commits = 1;
        }
        while (commits < length) {
            int step = Math.min(STEP, length - commits);
            Commands.add(warm, order, step);
            commits += step;
            log.clear();
        }
    }

    private ColdCommand coldCommand() {
        log.clear();
        Commands.add(new Orders(store), order, 1);
        commits++;
        return new ColdCommand(Cost.of(log), log.requests(PutItemRequest.class).getLast().item());
    }
}
