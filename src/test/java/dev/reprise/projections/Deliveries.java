package dev.reprise.projections;

import dev.reprise.eventstore.Commit;

/** Makes deliveries of commits for tests. */
public final class Deliveries {

    private Deliveries() {}

    /** A delivery whose id is the commit's place, such as {@code order-1@5}. */
    public static DeliveredCommit intact(Commit commit) {
        return new DeliveredCommit.Intact(id(commit), commit, _ -> true);
    }

    /** The id of a delivery. */
    public static String id(Commit commit) {
        return commit.stream() + "@" + commit.firstSequenceNumber();
    }
}
