package dev.reprise.orders;

import dev.reprise.aggregates.CommandContext;
import dev.reprise.aggregates.CommandResult;
import dev.reprise.aggregates.Precondition;
import dev.reprise.aggregates.VersionedState;
import dev.reprise.eventstore.CommandDigest;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.FramedDigest;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.TimestampFormat;
import dev.reprise.orders.OrderSchedule.Entry;
import dev.reprise.orders.OrderSchedule.Pending;
import dev.reprise.orders.ScheduledCommand.CommandKind;
import dev.reprise.orders.SchedulingCommand.Cancel;
import dev.reprise.orders.SchedulingCommand.Schedule;
import dev.reprise.personal.Personal;
import dev.reprise.processes.CallerCommands;
import dev.reprise.serialization.EventFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Schedules commands to orders, cancels them, and shows them. {@link ScheduledCommandsProcess} runs
 * them.
 *
 * <p>The commands of an order are in one stream, {@code scheduled_commands-<order>}. So the number
 * that waits is bounded exactly, and a list of them is one load of the stream.
 */
public final class ScheduledCommands {

    /** How far ahead a command may be scheduled. */
    public static final Duration MAX_AHEAD = Duration.ofDays(366);

    private static final int DIGEST_SCHEMA_VERSION = 1;

    private final CallerCommands<
                    SchedulingCommand, OrderSchedule, ScheduleEvent, SchedulingRejection>
            schedules;
    private final OrderPersonalData personal;
    private final InstantSource clock;
    private final boolean on;

    /**
     * Scheduled commands.
     *
     * @param on whether due commands are run. If not, no command should be scheduled; those that
     *     wait can be listed and cancelled
     */
    public ScheduledCommands(
            EventStore store,
            OrderPersonalData personal,
            InstantSource clock,
            RetryPolicy retryPolicy,
            EventFormat written,
            boolean on) {
        this.schedules =
                new CallerCommands<>(
                        new ScheduledCommandsProcess(),
                        new ScheduleRules(),
                        store,
                        clock,
                        retryPolicy,
                        written);
        this.personal = personal;
        this.clock = clock;
        this.on = on;
    }

    /** Whether due commands are run. */
    public boolean isOn() {
        return on;
    }

    /**
     * Schedules a command. The order is not asked: it decides when the command runs.
     *
     * @param customer the customer of the order, which must exist
     * @param command not a creation
     * @param runsAt when it is to run; fractions of a millisecond are dropped
     * @param call the id of the call, the same for each repetition of it
     * @param metadata of the call. The commit of the command will have its actor and its
     *     correlation id
     */
    public CommandResult<Entry, SchedulingRejection> schedule(
            OrderId order,
            CustomerId customer,
            Order.Command command,
            Instant runsAt,
            CommandId call,
            Metadata metadata) {
        String id = ScheduledCommand.id(order, call);
        Instant due = runsAt.truncatedTo(ChronoUnit.MILLIS);
        Instant now = clock.instant();
        // A command that will not be recorded is not encrypted: this could make a key.
        Personal<Order.Command> kept =
                ScheduleRules.timeRejection(due, now).isPresent()
                        ? new Personal.Forgotten<>()
                        : personal.sealedCommand(customer, stream(order), id, command);
        Schedule schedule =
                new Schedule(
                        id,
                        CommandKind.of(command),
                        due,
                        Optional.ofNullable(metadata.actor()),
                        kept,
                        now);
        FramedDigest content =
                new FramedDigest()
                        .add("schedule")
                        .add(TimestampFormat.format(due))
                        .add(OrderCommandDigest.of(order, command, null).toString());
        return handle(order, schedule, id, context(content, call, metadata));
    }

    /**
     * Cancels a command that waits. If it was cancelled already, nothing changes.
     *
     * @param id the id of the scheduled command
     */
    public CommandResult<Entry, SchedulingRejection> cancel(
            OrderId order, String id, CommandId call, Metadata metadata) {
        FramedDigest content =
                new FramedDigest().add("cancel").add(order.stream().toString()).add(id);
        return handle(order, new Cancel(id), id, context(content, call, metadata));
    }

    private CommandResult<Entry, SchedulingRejection> handle(
            OrderId order, SchedulingCommand command, String id, CommandContext context) {
        return schedules
                .handle(order.tenant(), order.value(), command, context)
                .map(after -> after.state().find(id).orElseThrow());
    }

    private static CommandContext context(FramedDigest content, CommandId call, Metadata metadata) {
        return new CommandContext(
                call,
                CommandDigest.of(DIGEST_SCHEMA_VERSION, content.digest()),
                new Precondition.None(),
                metadata);
    }

    /** The scheduled commands of an order: one strongly consistent load. */
    public OrderSchedule of(OrderId order) {
        return schedules
                .current(order.tenant(), order.value())
                .map(VersionedState::state)
                .orElse(OrderSchedule.EMPTY);
    }

    /** What a waiting command will do, readable; empty if its customer was forgotten. */
    public Optional<Order.Command> content(OrderId order, Pending pending) {
        Personal<Order.Command> opened =
                personal.openedCommand(stream(order), pending.command().id(), pending.content());
        return opened.known();
    }

    private StreamName stream(OrderId order) {
        return schedules.stream(order.tenant(), order.value());
    }
}
