package dev.reprise.processes;

import dev.reprise.eventstore.StreamName;
import java.time.Instant;
import java.util.Comparator;

/** A deadline that is due, and the stream of its instance. */
record DueDeadline(StreamName instance, PendingDeadline deadline) {

    static final Comparator<DueDeadline> BY_TIME =
            Comparator.<DueDeadline, Instant>comparing(due -> due.deadline().at())
                    .thenComparing(due -> due.instance().toString())
                    .thenComparingLong(due -> due.deadline().number());
}
