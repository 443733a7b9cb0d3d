package dev.reprise.orders;

import dev.reprise.personal.Personal;
import java.time.Instant;
import java.util.Optional;

/** What a caller may ask of the scheduled commands of an order. */
sealed interface SchedulingCommand {

    /**
     * Schedules a command.
     *
     * @param now the time of the call
     * @param content the command, which is encrypted if it has personal values
     */
    record Schedule(
            String id,
            ScheduledCommand.CommandKind kind,
            Instant runsAt,
            Optional<String> scheduledBy,
            Personal<Order.Command> content,
            Instant now)
            implements SchedulingCommand {}

    /** Cancels a scheduled command. */
    record Cancel(String id) implements SchedulingCommand {}
}
