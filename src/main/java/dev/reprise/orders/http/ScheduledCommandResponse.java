package dev.reprise.orders.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reprise.eventstore.TimestampFormat;
import dev.reprise.http.Caller;
import dev.reprise.http.Problem;
import dev.reprise.orders.DueRefusal;
import dev.reprise.orders.Order;
import dev.reprise.orders.OrderSchedule.Ended;
import dev.reprise.orders.OrderSchedule.Outcome;
import dev.reprise.orders.ScheduledCommand;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The answer that shows a scheduled command.
 *
 * @param scheduledBy absent if unknown, or if the caller may not see it
 * @param changes what a pending command will do; absent for a command that ended, and if personal
 *     values in it were erased
 * @param forgotten true if personal values in a pending command were erased; else absent
 * @param endedAt absent if it is pending
 * @param refusal why it was refused; absent if it was not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ScheduledCommandResponse(
        String id,
        String orderId,
        ScheduledCommand.CommandKind command,
        String at,
        Status status,
        String scheduledAt,
        @Nullable String scheduledBy,
        @Nullable List<ScheduledChange> changes,
        @Nullable Boolean forgotten,
        @Nullable String endedAt,
        @Nullable Refusal refusal) {

    /** What became of a scheduled command. */
    @Schema(name = "ScheduledCommandStatus")
    enum Status {
        PENDING,
        RAN,
        REFUSED,
        CANCELLED
    }

    /** The problem that the command would have been answered with. */
    @Schema(name = "ScheduledCommandRefusal")
    record Refusal(String type, String title, String detail) {

        static Refusal of(String orderId, DueRefusal reason) {
            Problem problem = ScheduleProblems.refused(orderId, reason);
            return new Refusal(problem.type(), problem.title(), problem.detail());
        }
    }

    ScheduledCommandResponse {
        changes = changes == null ? null : List.copyOf(changes);
    }

    /**
     * A command that waits.
     *
     * @param content what it will do; empty if personal values in it were erased
     */
    static ScheduledCommandResponse pending(
            String orderId,
            ScheduledCommand command,
            Optional<Order.Command> content,
            Caller caller) {
        return new ScheduledCommandResponse(
                command.id(),
                orderId,
                command.kind(),
                TimestampFormat.format(command.runsAt()),
                Status.PENDING,
                TimestampFormat.format(command.scheduledAt()),
                scheduledBy(command, caller),
                content.map(ScheduledChange::of).orElse(null),
                content.isEmpty() ? true : null,
                null,
                null);
    }

    /** A command that does not wait any more. */
    static ScheduledCommandResponse ended(String orderId, Ended ended, Caller caller) {
        ScheduledCommand command = ended.command();
        return new ScheduledCommandResponse(
                command.id(),
                orderId,
                command.kind(),
                TimestampFormat.format(command.runsAt()),
                status(ended.outcome()),
                TimestampFormat.format(command.scheduledAt()),
                scheduledBy(command, caller),
                null,
                null,
                TimestampFormat.format(ended.at()),
                ended.outcome() instanceof Outcome.Refused(DueRefusal reason)
                        ? Refusal.of(orderId, reason)
                        : null);
    }

    private static Status status(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Ran _ -> Status.RAN;
            case Outcome.Refused _ -> Status.REFUSED;
            case Outcome.Cancelled _ -> Status.CANCELLED;
        };
    }

    private static @Nullable String scheduledBy(ScheduledCommand command, Caller caller) {
        return command.scheduledBy().filter(caller::seesMetadataOf).orElse(null);
    }
}
