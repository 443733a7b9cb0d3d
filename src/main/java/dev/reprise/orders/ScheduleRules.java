package dev.reprise.orders;

import dev.reprise.orders.OrderSchedule.Ended;
import dev.reprise.orders.OrderSchedule.Entry;
import dev.reprise.orders.OrderSchedule.Outcome;
import dev.reprise.orders.OrderSchedule.Pending;
import dev.reprise.orders.SchedulingCommand.Cancel;
import dev.reprise.orders.SchedulingCommand.Schedule;
import dev.reprise.orders.SchedulingRejection.AlreadyEnded;
import dev.reprise.orders.SchedulingRejection.ContentTooLarge;
import dev.reprise.orders.SchedulingRejection.ContentsTooLarge;
import dev.reprise.orders.SchedulingRejection.CustomerForgotten;
import dev.reprise.orders.SchedulingRejection.IdReused;
import dev.reprise.orders.SchedulingRejection.NotFound;
import dev.reprise.orders.SchedulingRejection.NotInFuture;
import dev.reprise.orders.SchedulingRejection.TooFarAhead;
import dev.reprise.orders.SchedulingRejection.TooManyPending;
import dev.reprise.personal.Personal;
import dev.reprise.processes.CallerRules;
import dev.reprise.processes.Reaction;
import java.time.Instant;
import java.util.Optional;

/** The rules by which commands are scheduled and cancelled. */
final class ScheduleRules
        implements CallerRules<
                SchedulingCommand, OrderSchedule, ScheduleEvent, SchedulingRejection> {

    @Override
    public Answer<ScheduleEvent, SchedulingRejection> decide(
            SchedulingCommand command, OrderSchedule state) {
        return switch (command) {
            case Schedule schedule -> decide(schedule, state);
            case Cancel(String id) -> cancel(id, state);
        };
    }

    private static Answer<ScheduleEvent, SchedulingRejection> decide(
            Schedule schedule, OrderSchedule state) {
        Optional<Entry> known = state.find(schedule.id());
        if (known.isPresent()) {
            return isSame(schedule, known.get())
                    ? new Answer.Accepted<>(Reaction.nothing())
                    : new Answer.Rejected<>(new IdReused());
        }
        Optional<SchedulingRejection> rejection =
                timeRejection(schedule.runsAt(), schedule.now())
                        .or(() -> contentRejection(schedule, state));
        if (rejection.isPresent()) {
            return new Answer.Rejected<>(rejection.get());
        }
        return new Answer.Accepted<>(
                Reaction.<ScheduleEvent, Void>nothing()
                        .record(
                                new ScheduleEvent.Scheduled(
                                        schedule.id(),
                                        schedule.kind(),
                                        schedule.runsAt(),
                                        schedule.scheduledBy(),
                                        schedule.content()))
                        .setDeadline(schedule.id(), schedule.runsAt()));
    }

    /**
     * Whether a call repeats the one that scheduled a command. A content that has been erased, or
     * is no longer kept, may be the same.
     */
    private static boolean isSame(Schedule schedule, Entry known) {
        ScheduledCommand command = known.command();
        return command.kind() == schedule.kind()
                && command.runsAt().equals(schedule.runsAt())
                && switch (known) {
                    case Pending(_, Personal<Order.Command> content) ->
                            mayBeEqual(content, schedule.content());
                    case Ended _ -> true;
                };
    }

    /** An encrypted value cannot be compared with a readable one. */
    private static boolean mayBeEqual(
            Personal<Order.Command> content, Personal<Order.Command> other) {
        return content.getClass() != other.getClass() || content.equals(other);
    }

    /** Why a command cannot be scheduled for an instant; empty if it can. */
    static Optional<SchedulingRejection> timeRejection(Instant runsAt, Instant now) {
        if (!runsAt.isAfter(now)) {
            return Optional.of(new NotInFuture(now));
        }
        Instant latest = now.plus(ScheduledCommands.MAX_AHEAD);
        return runsAt.isAfter(latest) ? Optional.of(new TooFarAhead(latest)) : Optional.empty();
    }

    private static Optional<SchedulingRejection> contentRejection(
            Schedule schedule, OrderSchedule state) {
        if (schedule.content() instanceof Personal.Forgotten<Order.Command>) {
            return Optional.of(new CustomerForgotten());
        }
        int characters = OrderCommandJson.characters(schedule.content());
        if (characters > OrderSchedule.MAX_CHARACTERS) {
            return Optional.of(new ContentTooLarge(characters));
        }
        if (state.pending().size() >= OrderSchedule.MAX_PENDING) {
            return Optional.of(new TooManyPending());
        }
        return state.characters() + characters > OrderSchedule.MAX_CHARACTERS
                ? Optional.of(new ContentsTooLarge())
                : Optional.empty();
    }

    private static Answer<ScheduleEvent, SchedulingRejection> cancel(
            String id, OrderSchedule state) {
        if (state.pending(id).isPresent()) {
            return new Answer.Accepted<>(
                    Reaction.<ScheduleEvent, Void>nothing()
                            .record(new ScheduleEvent.Cancelled(id))
                            .cancelDeadline(id));
        }
        return state.ended(id)
                .map(ScheduleRules::cancelEnded)
                .orElseGet(() -> new Answer.Rejected<>(new NotFound()));
    }

    private static Answer<ScheduleEvent, SchedulingRejection> cancelEnded(Ended ended) {
        return switch (ended.outcome()) {
            case Outcome.Cancelled _ -> new Answer.Accepted<>(Reaction.nothing());
            case Outcome.Ran _, Outcome.Refused _ -> new Answer.Rejected<>(new AlreadyEnded(ended));
        };
    }
}
