package dev.reprise.processes;

import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.processes.ProcessEvent.CommandRejected;
import dev.reprise.processes.ProcessEvent.DeadlineCancelled;
import dev.reprise.processes.ProcessEvent.DeadlineReached;
import dev.reprise.processes.ProcessEvent.DeadlineSet;
import dev.reprise.processes.ProcessEvent.Own;
import dev.reprise.processes.ProcessEvent.ReactedTo;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The pending deadlines of an instance, as the read model shows them.
 *
 * @param deadlines the earliest first
 */
public record PendingDeadlines(List<PendingDeadline> deadlines) {

    /**
     * If a deadline is reached sooner than this after it was set, its reaction counts as the next
     * one in a row. So processes that react to each other endlessly are also found if they use
     * deadlines. After a longer wait, counting begins again, so that a process may send a reminder
     * each month without end.
     */
    static final Duration NEW_ROW_AFTER = Duration.ofMinutes(2);

    static final PendingDeadlines NONE = new PendingDeadlines(List.of());

    private static final String END_OF_LINE = "\n";

    public PendingDeadlines {
        deadlines =
                deadlines.stream()
                        .sorted(
                                Comparator.comparing(PendingDeadline::at)
                                        .thenComparingLong(PendingDeadline::number))
                        .toList();
    }

    /** The deadlines that are due, the earliest first. */
    List<PendingDeadline> due(Instant now) {
        return deadlines.stream().filter(deadline -> !deadline.at().isAfter(now)).toList();
    }

    /** The earliest; empty if none is pending. */
    Optional<Instant> earliest() {
        return deadlines.stream().map(PendingDeadline::at).findFirst();
    }

    /** The deadlines after one more event. */
    PendingDeadlines after(RecordedEvent<? extends ProcessEvent<?>> recorded) {
        return switch (recorded.event()) {
            case DeadlineSet<?>(String name, Instant at) ->
                    new PendingDeadlines(
                            Stream.concat(
                                            without(name).deadlines().stream(),
                                            Stream.of(deadline(name, at, recorded)))
                                    .toList());
            case DeadlineCancelled<?>(String name) -> without(name);
            case DeadlineReached<?>(String name, Instant _) -> without(name);
            case Own<?> _, ReactedTo<?> _, CommandRejected<?> _ -> this;
        };
    }

    private static PendingDeadline deadline(String name, Instant at, RecordedEvent<?> set) {
        boolean soon = at.isBefore(set.timestamp().plus(NEW_ROW_AFTER));
        return new PendingDeadline(
                name,
                at,
                set.sequenceNumber(),
                1 + (soon ? Cause.depth(set) : 0),
                Optional.ofNullable(set.metadata().correlationId()));
    }

    private PendingDeadlines without(String name) {
        return new PendingDeadlines(
                deadlines.stream().filter(deadline -> !deadline.name().equals(name)).toList());
    }

    /** Their number in one line, then one line for each deadline. */
    String encode() {
        return Stream.concat(
                        Stream.of(Integer.toString(deadlines.size())),
                        deadlines.stream().map(PendingDeadline::encode))
                .collect(Collectors.joining(END_OF_LINE));
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    static PendingDeadlines decode(String encoded) {
        PendingDeadlines read =
                new PendingDeadlines(encoded.lines().skip(1).map(PendingDeadline::decode).toList());
        if (!read.encode().equals(encoded)) {
            throw new IllegalArgumentException("these stored deadlines cannot be read: " + encoded);
        }
        return read;
    }
}
