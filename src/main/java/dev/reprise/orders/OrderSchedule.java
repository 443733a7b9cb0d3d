package dev.reprise.orders;

import dev.reprise.personal.Personal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The scheduled commands of an order.
 *
 * @param pending those that wait, in the order in which they were scheduled
 * @param ended the last {@value #MAX_ENDED} of the others, the one that ended last at the end
 */
public record OrderSchedule(List<Pending> pending, List<Ended> ended) {

    /** How many scheduled commands of an order may wait. */
    public static final int MAX_PENDING = 100;

    /** How many characters the contents of the waiting commands of an order take at most. */
    public static final int MAX_CHARACTERS = 64 * 1024;

    /** How many of the commands that ended are shown. */
    public static final int MAX_ENDED = 20;

    static final OrderSchedule EMPTY = new OrderSchedule(List.of(), List.of());

    /** A scheduled command. */
    public sealed interface Entry {

        ScheduledCommand command();
    }

    /**
     * A command that waits.
     *
     * @param content see {@link ScheduleEvent.Scheduled}
     */
    public record Pending(ScheduledCommand command, Personal<Order.Command> content)
            implements Entry {}

    /**
     * A command that ran, was refused or was cancelled.
     *
     * @param at when it ended
     */
    public record Ended(ScheduledCommand command, Outcome outcome, Instant at) implements Entry {}

    /** How a scheduled command ended. */
    public sealed interface Outcome {

        /** The order accepted it. */
        record Ran() implements Outcome {}

        /** The order did not change. */
        record Refused(DueRefusal reason) implements Outcome {}

        /** It did not run, and never will. */
        record Cancelled() implements Outcome {}
    }

    public OrderSchedule {
        pending = List.copyOf(pending);
        ended = List.copyOf(ended);
    }

    /** The waiting command with this id. */
    public Optional<Pending> pending(String id) {
        return pending.stream().filter(one -> one.command().id().equals(id)).findFirst();
    }

    /** The command with this id, if it is one of those that ended last. */
    public Optional<Ended> ended(String id) {
        return ended.stream().filter(one -> one.command().id().equals(id)).findFirst();
    }

    /** The command with this id, if it waits or is one of those that ended last. */
    public Optional<Entry> find(String id) {
        return pending(id).<Entry>map(one -> one).or(() -> ended(id));
    }

    /** How many characters the contents of the waiting commands take. */
    int characters() {
        return pending.stream().mapToInt(one -> OrderCommandJson.characters(one.content())).sum();
    }

    /** The schedule after one more event. */
    OrderSchedule after(ScheduleEvent event, Instant at) {
        return switch (event) {
            case ScheduleEvent.Scheduled scheduled -> with(scheduled, at);
            case ScheduleEvent.Ran(String id) -> ended(id, new Outcome.Ran(), at);
            case ScheduleEvent.Refused(String id, DueRefusal reason) ->
                    ended(id, new Outcome.Refused(reason), at);
            case ScheduleEvent.Cancelled(String id) -> ended(id, new Outcome.Cancelled(), at);
        };
    }

    private OrderSchedule with(ScheduleEvent.Scheduled event, Instant at) {
        List<Pending> more = new ArrayList<>(pending);
        more.add(
                new Pending(
                        new ScheduledCommand(
                                event.id(), event.kind(), event.runsAt(), event.scheduledBy(), at),
                        event.content()));
        return new OrderSchedule(more, ended);
    }

    private OrderSchedule ended(String id, Outcome outcome, Instant at) {
        ScheduledCommand command =
                pending(id)
                        .orElseThrow(() ->
                                new IllegalStateException(
                                        "the scheduled command " + id + " does not wait"))
                        .command();
        List<Ended> last = new ArrayList<>(ended);
        last.add(new Ended(command, outcome, at));
        return new OrderSchedule(
                pending.stream().filter(one -> !one.command().id().equals(id)).toList(),
                last.subList(Math.max(0, last.size() - MAX_ENDED), last.size()));
    }
}
