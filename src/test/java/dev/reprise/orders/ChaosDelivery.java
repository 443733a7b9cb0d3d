package dev.reprise.orders;

import dev.reprise.eventstore.Commit;
import dev.reprise.projections.DeliveredCommit;
import dev.reprise.projections.Projector;
import java.util.List;
import java.util.Set;

/** How commits come to a projector. */
@FunctionalInterface
interface ChaosDelivery {

    /** Projects commits, and returns those to deliver again. */
    List<Commit> project(Projector projector, List<Commit> batch);

    /** As they are. */
    ChaosDelivery AS_COMMITS =
            (projector, batch) -> {
                Set<String> failed =
                        projector.project(
                                batch.stream()
                                        .<DeliveredCommit>map(commit ->
                                                new DeliveredCommit.Intact(
                                                        id(commit), commit, _ -> true))
                                        .toList());
                return batch.stream().filter(commit -> failed.contains(id(commit))).toList();
            };

    /** Such as {@code order-1@5}. */
    static String id(Commit commit) {
        return commit.stream() + "@" + commit.firstSequenceNumber();
    }
}
