package dev.reprise.processes;

import dev.reprise.eventstore.StreamName;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** A deadline that is due, and the stream of its instance. */
record DueDeadline(StreamName instance, PendingDeadline deadline) {

    static final Comparator<DueDeadline> BY_TIME =
            Comparator.<DueDeadline, Instant>comparing(due -> due.deadline().at())
                    .thenComparing(due -> due.instance().toString())
                    .thenComparingLong(due -> due.deadline().number());

    /**
     * The deadlines of each instance in the order of their time. First are those of the instance
     * that has the earliest.
     */
    static PriorityQueue<Deque<DueDeadline>> byInstance(List<DueDeadline> deadlines) {
        Map<StreamName, Deque<DueDeadline>> byInstance = new HashMap<>();
        deadlines.stream()
                .sorted(BY_TIME)
                .forEach(due ->
                        byInstance
                                .computeIfAbsent(due.instance(), _ -> new ArrayDeque<>())
                                .add(due));
        PriorityQueue<Deque<DueDeadline>> instances =
                new PriorityQueue<>(Comparator.comparing(Deque::element, BY_TIME));
        instances.addAll(byInstance.values());
        return instances;
    }
}
