package dev.reprise.orders.http;

import dev.reprise.eventstore.TimestampFormat;
import dev.reprise.http.Input;
import dev.reprise.http.Problem;
import dev.reprise.http.ProblemType;
import dev.reprise.http.RequestContext;
import dev.reprise.orders.DueRefusal;
import dev.reprise.orders.Order.Rejection;
import dev.reprise.orders.OrderSchedule;
import dev.reprise.orders.OrderSchedule.Ended;
import dev.reprise.orders.OrderSchedule.Outcome;
import dev.reprise.orders.ScheduledCommands;
import dev.reprise.orders.SchedulingRejection;
import java.time.Instant;

/** The problems of scheduled commands. */
final class ScheduleProblems {

    private static final ProblemType OFF =
            new ProblemType(404, "no-scheduled-commands", "Commands cannot be scheduled");
    private static final ProblemType NOT_FOUND =
            new ProblemType(
                    404, "scheduled-command-not-found", "The order has no such scheduled command");
    private static final ProblemType ENDED =
            new ProblemType(
                    409, "scheduled-command-ended", "The scheduled command is no longer pending");
    private static final ProblemType TOO_MANY =
            new ProblemType(
                    409,
                    "too-many-scheduled-commands",
                    "The order has too many scheduled commands");
    private static final ProblemType ERASED =
            new ProblemType(409, "personal-data-erased", "The customer was forgotten");

    private ScheduleProblems() {}

    static Problem off() {
        return Problem.of(
                OFF,
                "scheduled commands are off, and nothing was recorded: deploy with ScheduledCommands=on, or send the command without at");
    }

    static Problem rejected(String orderId, SchedulingRejection reason) {
        return switch (reason) {
            case SchedulingRejection.NotInFuture(Instant now) ->
                    malformed("must be in the future; it is now " + TimestampFormat.format(now));
            case SchedulingRejection.TooFarAhead(Instant latest) ->
                    malformed(
                            "must be at most %d days ahead, which is %s"
                                    .formatted(
                                            ScheduledCommands.MAX_AHEAD.toDays(),
                                            TimestampFormat.format(latest)));
            case SchedulingRejection.TooManyPending _ ->
                    Problem.of(
                            TOO_MANY,
                            "order %s has %d pending scheduled commands, which is the limit: cancel one"
                                    .formatted(orderId, OrderSchedule.MAX_PENDING));
            case SchedulingRejection.ContentsTooLarge _ ->
                    Problem.of(
                            TOO_MANY,
                            "the pending scheduled commands of order %s would take more than %d characters together: cancel one, or send this one when it is due"
                                    .formatted(orderId, OrderSchedule.MAX_CHARACTERS));
            case SchedulingRejection.ContentTooLarge(int characters) ->
                    Problem.of(
                            ProblemType.TOO_LARGE,
                            "the command would take %d characters until it runs; the limit for all pending commands of an order is %d: send it when it is due, or in several parts"
                                    .formatted(characters, OrderSchedule.MAX_CHARACTERS));
            case SchedulingRejection.IdReused _ ->
                    Problem.of(
                                    ProblemType.IDEMPOTENCY_KEY_REUSED,
                                    "the Idempotency-Key was used for another scheduled command of order %s"
                                            .formatted(orderId))
                            .with(Input.HEADER, RequestContext.IDEMPOTENCY_KEY);
            case SchedulingRejection.CustomerForgotten _ ->
                    Problem.of(
                            ERASED,
                            "the customer of order %s was forgotten, so the address or the reason cannot be kept until then"
                                    .formatted(orderId));
            case SchedulingRejection.NotFound _ -> notFound(orderId);
            case SchedulingRejection.AlreadyEnded(Ended ended) -> ended(ended);
        };
    }

    private static Problem malformed(String fault) {
        return Problem.of(ProblemType.MALFORMED, OrderScheduling.AT + " " + fault)
                .with(Input.PARAMETER, OrderScheduling.AT);
    }

    static Problem notFound(String orderId) {
        return Problem.of(
                NOT_FOUND,
                "order %s has no scheduled command with this id, or it was not one of the last %d that ended"
                        .formatted(orderId, OrderSchedule.MAX_ENDED));
    }

    private static Problem ended(Ended ended) {
        String how =
                switch (ended.outcome()) {
                    case Outcome.Ran _ -> "ran";
                    case Outcome.Refused _ -> "was refused";
                    case Outcome.Cancelled _ -> "was cancelled";
                };
        return Problem.of(
                ENDED, "the command %s at %s".formatted(how, TimestampFormat.format(ended.at())));
    }

    /** Why a command that was due was refused. */
    static Problem refused(String orderId, DueRefusal reason) {
        return switch (reason) {
            case DueRefusal.ByOrder(Rejection rejection) ->
                    OrderProblems.rejected(orderId, rejection);
            case DueRefusal.PersonalDataErased _ ->
                    Problem.of(
                            ERASED,
                            "the customer of order %s was forgotten, and with him the address or the reason in the command"
                                    .formatted(orderId));
        };
    }
}
