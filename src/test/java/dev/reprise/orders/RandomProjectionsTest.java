package dev.reprise.orders;

import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.projections.CommitScan;
import dev.reprise.projections.DeliveredCommit;
import dev.reprise.projections.InMemoryCommitScan;
import dev.reprise.projections.InMemoryViewStore;
import dev.reprise.projections.Projector;
import dev.reprise.projections.SilentProjections;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/** However commits are delivered, rows equal the replay of their streams. */
@ExtendWith(SilentProjections.class)
class RandomProjectionsTest {

    private static final int ORDERS = 30;
    private static final int COMMANDS = 150;
    private static final int ROUNDS = 3;

    private final InMemoryEventStore store = new InMemoryEventStore();
    private final CommitScan scan = new InMemoryCommitScan(store);

    @RepeatedTest(100)
    void every_row_equals_the_replay_of_its_stream(RepetitionInfo repetition) throws Exception {
        long seed = 20_260_131L + repetition.getCurrentRepetition();
        var proof = new OrderSummariesProof(seed, store, new InMemoryViewStore(), scan);
        var orders = new RandomOrders(store, proof.random(), ORDERS);
        var projector =
                new Projector(
                        List.of(new OrderSummariesProjection()),
                        proof.views,
                        proof.events,
                        scan,
                        () -> Commits.AT);
        for (int round = 0; round < ROUNDS; round++) {
            orders.command(COMMANDS);
            proof.deliver(deliveries(orders), this::isLast, batch -> project(projector, batch));
            proof.assertRows(orders.created());
        }
    }

    private static List<DeliveredCommit> deliveries(RandomOrders orders) {
        List<DeliveredCommit> deliveries = new ArrayList<>();
        for (OrderId order : orders.created()) {
            for (Commit commit : orders.commits(order)) {
                deliveries.add(
                        new DeliveredCommit.Intact(
                                order + "@" + commit.firstSequenceNumber(), commit, _ -> true));
            }
        }
        return deliveries;
    }

    private boolean isLast(DeliveredCommit delivery) {
        Commit last = Commits.all(store, delivery.stream()).getLast();
        return last.firstSequenceNumber() == delivery.sequenceNumber();
    }

    private static List<DeliveredCommit> project(Projector projector, List<DeliveredCommit> batch) {
        Set<String> toDeliverAgain = projector.project(batch);
        return batch.stream().filter(delivery -> toDeliverAgain.contains(delivery.id())).toList();
    }
}
