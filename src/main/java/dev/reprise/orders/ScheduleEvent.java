package dev.reprise.orders;

import dev.reprise.orders.ScheduledCommand.CommandKind;
import dev.reprise.personal.Personal;
import java.time.Instant;
import java.util.Optional;

/**
 * What is recorded of the scheduled commands of an order. {@link ScheduleEvents} has the names they
 * are stored under.
 */
sealed interface ScheduleEvent {

    /** The id of the scheduled command. */
    String id();

    /**
     * A command was scheduled.
     *
     * @param scheduledBy who sent it; empty if unknown
     * @param content the command; encrypted if it has personal values
     */
    record Scheduled(
            String id,
            CommandKind kind,
            Instant runsAt,
            Optional<String> scheduledBy,
            Personal<Order.Command> content)
            implements ScheduleEvent {}

    /** The order accepted the command. */
    record Ran(String id) implements ScheduleEvent {}

    /** The command was due, and the order did not change. */
    record Refused(String id, DueRefusal reason) implements ScheduleEvent {}

    /** The command was cancelled before it ran. */
    record Cancelled(String id) implements ScheduleEvent {}
}
