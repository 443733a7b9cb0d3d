package dev.reprise.orders;

import dev.reprise.aggregates.StateCodec;
import dev.reprise.eventstore.EventCodec;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.orders.OrderSchedule.Pending;
import dev.reprise.processes.BusinessProcess;
import dev.reprise.processes.Deadline;
import dev.reprise.processes.OwnEvents;
import dev.reprise.processes.ProcessRunner;
import dev.reprise.processes.Reaction;
import dev.reprise.processes.RejectedCommand;
import dev.reprise.serialization.EventFormat;
import dev.reprise.serialization.StoredBodies;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * {@code scheduled_commands}: runs commands of callers at a later time. Each order has an instance,
 * and each of its commands a deadline with the command's id. The process reacts to no events, so it
 * needs neither a consumer nor the feed. {@link ScheduledCommands} schedules and cancels commands.
 */
public final class ScheduledCommandsProcess
        implements BusinessProcess<
                Order.Event, OrderSchedule, ScheduleEvent, DueCommand, DueRefusal> {

    private static final String NAME = "scheduled_commands";

    private final OrderEventCodec codec = new OrderEventCodec();

    /**
     * Runs the process on orders.
     *
     * @param personal the personal values of orders and of commands
     * @param clock the time of the commits
     * @param retryPolicy how often a step is tried again after a conflict
     * @param written the format in which events are written
     */
    public ProcessRunner<Order.Event, OrderSchedule, ScheduleEvent, DueCommand, DueRefusal> runner(
            EventStore store,
            OrderPersonalData personal,
            InstantSource clock,
            RetryPolicy retryPolicy,
            EventFormat written) {
        return new ProcessRunner<>(
                this,
                ScheduledTarget.of(
                        OrderAggregate.of(new OrderEventCodec(written)).with(personal), personal),
                store,
                clock,
                retryPolicy,
                written);
    }

    /** Shows the stored events of the process. */
    static StoredBodies storedBodies() {
        return ProcessRunner.storedBodies(NAME, ScheduleEvents.OWN_EVENTS);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String category() {
        return OrderId.CATEGORY;
    }

    @Override
    public EventCodec<Order.Event> codec() {
        return codec;
    }

    @Override
    public OwnEvents<ScheduleEvent> ownEvents() {
        return ScheduleEvents.OWN_EVENTS;
    }

    @Override
    public Optional<StateCodec<OrderSchedule>> states() {
        return Optional.of(new OrderScheduleCodec());
    }

    @Override
    public Optional<String> correlate(RecordedEvent<Order.Event> event) {
        return Optional.empty();
    }

    @Override
    public OrderSchedule initialState() {
        return OrderSchedule.EMPTY;
    }

    @Override
    public OrderSchedule evolve(OrderSchedule state, ScheduleEvent event, Instant at) {
        return state.after(event, at);
    }

    @Override
    public Reaction<ScheduleEvent, DueCommand> react(
            OrderSchedule state, RecordedEvent<Order.Event> event) {
        return Reaction.nothing();
    }

    @Override
    public Reaction<ScheduleEvent, DueCommand> onDeadline(OrderSchedule state, Deadline deadline) {
        return state.pending(deadline.name())
                .map(due -> run(deadline.instanceId(), due))
                .orElseGet(Reaction::nothing);
    }

    private Reaction<ScheduleEvent, DueCommand> run(String order, Pending due) {
        String id = due.command().id();
        return reaction()
                .record(new ScheduleEvent.Ran(id))
                .sendOnBehalfOf(
                        due.command().scheduledBy(), order, new DueCommand(id, due.content()));
    }

    @Override
    public Reaction<ScheduleEvent, DueCommand> onRejection(
            OrderSchedule state, RejectedCommand<DueCommand, DueRefusal> rejected) {
        return reaction()
                .record(
                        new ScheduleEvent.Refused(
                                rejected.sent().command().id(), rejected.reason()));
    }
}
