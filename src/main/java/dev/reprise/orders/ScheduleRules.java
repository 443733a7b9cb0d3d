package dev.reprise.orders;

import dev.reprise.orders.OrderSchedule.Ended;
import dev.reprise.orders.OrderSchedule.Outcome;
import dev.reprise.orders.ScheduleCommand.Cancel;
import dev.reprise.orders.ScheduleCommand.Schedule;
import dev.reprise.orders.ScheduleRejection.AlreadyEnded;
import dev.reprise.orders.ScheduleRejection.ContentTooLarge;
import dev.reprise.orders.ScheduleRejection.CustomerForgotten;
import dev.reprise.orders.ScheduleRejection.NotFound;
import dev.reprise.orders.ScheduleRejection.NotInFuture;
import dev.reprise.orders.ScheduleRejection.TooFarAhead;
import dev.reprise.orders.ScheduleRejection.TooManyPending;
import dev.reprise.personal.Personal;
import dev.reprise.processes.CallerRules;
import dev.reprise.processes.Reaction;
import java.time.Instant;
import java.util.Optional;

/** The rules by which commands are scheduled and cancelled. */
final class ScheduleRules
        implements CallerRules<ScheduleCommand, OrderSchedule, ScheduleEvent, ScheduleRejection> {

    @Override
    public Answer<ScheduleEvent, ScheduleRejection> decide(
            ScheduleCommand command, OrderSchedule state) {
        return switch (command) {
            case Schedule schedule -> decide(schedule, state);
            case Cancel(String id) -> cancel(id, state);
        };
    }

    private static Answer<ScheduleEvent, ScheduleRejection> decide(
            Schedule schedule, OrderSchedule state) {
        if (state.pending(schedule.id()).isPresent() || state.ended(schedule.id()).isPresent()) {
            return new Answer.Accepted<>(Reaction.nothing());
        }
        Optional<ScheduleRejection> rejection =
                timeRejection(schedule).or(() -> sizeRejection(schedule, state));
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

    private static Optional<ScheduleRejection> timeRejection(Schedule schedule) {
        if (!schedule.runsAt().isAfter(schedule.now())) {
            return Optional.of(new NotInFuture(schedule.now()));
        }
        Instant latest = schedule.now().plus(ScheduleCommand.MAX_AHEAD);
        return schedule.runsAt().isAfter(latest)
                ? Optional.of(new TooFarAhead(latest))
                : Optional.empty();
    }

    private static Optional<ScheduleRejection> sizeRejection(
            Schedule schedule, OrderSchedule state) {
        if (schedule.content() instanceof Personal.Forgotten<Order.Command>) {
            return Optional.of(new CustomerForgotten());
        }
        if (state.pending().size() >= OrderSchedule.MAX_PENDING) {
            return Optional.of(new TooManyPending());
        }
        int characters = state.characters() + OrderCommandJson.characters(schedule.content());
        return characters > OrderSchedule.MAX_CHARACTERS
                ? Optional.of(new ContentTooLarge())
                : Optional.empty();
    }

    private static Answer<ScheduleEvent, ScheduleRejection> cancel(String id, OrderSchedule state) {
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

    private static Answer<ScheduleEvent, ScheduleRejection> cancelEnded(Ended ended) {
        return switch (ended.outcome()) {
            case Outcome.Cancelled _ -> new Answer.Accepted<>(Reaction.nothing());
            case Outcome.Ran _, Outcome.Refused _ -> new Answer.Rejected<>(new AlreadyEnded(ended));
        };
    }
}
