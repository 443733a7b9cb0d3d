package dev.reprise.orders;

import dev.reprise.aggregates.CommandResult;
import dev.reprise.aggregates.Precondition;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.Tenant;
import dev.reprise.orders.Order.Command.CreateOrder;
import dev.reprise.orders.OrderSchedule.Entry;
import dev.reprise.personal.InMemorySubjectKeys;
import dev.reprise.personal.PersonalData;
import dev.reprise.personal.Subject;
import dev.reprise.processes.DeadlineClock;
import dev.reprise.processes.DeadlineClock.Fired;
import dev.reprise.processes.DeadlinesProjection;
import dev.reprise.projections.DeliveredCommit;
import dev.reprise.projections.Deliveries;
import dev.reprise.projections.InMemoryCommitScan;
import dev.reprise.projections.InMemoryViewStore;
import dev.reprise.projections.Projector;
import dev.reprise.serialization.EventFormat;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Orders and their scheduled commands on an event store in memory, with a clock that is moved. */
class ScheduleFixture {

    static final Instant START = Commits.AT;
    static final CustomerId CUSTOMER = new CustomerId("user123");

    private static final RetryPolicy RETRIES =
            RetryPolicy.jittered(16, Duration.ofDays(1), () -> 0L);

    final InMemoryEventStore store = new InMemoryEventStore();
    final InMemoryViewStore views = new InMemoryViewStore();
    final InMemorySubjectKeys keys = new InMemorySubjectKeys();
    final OrderPersonalData personal = new OrderPersonalData(new PersonalData(keys, true));
    final Orders orders = new Orders(store, personal, EventFormat.JSON, 0);
    final ScheduledCommands commands = commands(store);
    final OrderId order = new OrderId(Tenant.ONLY, "o1");
    final StreamName schedule = new StreamName("scheduled_commands", "o1");
    Instant now = START;

    /** An open order with one item. */
    ScheduleFixture() {
        handle(new CreateOrder(CUSTOMER, List.of(item("a")), null));
    }

    static OrderItem item(String id) {
        return new OrderItem(new ItemId(id), new Quantity(1), new Price(new BigDecimal("15.99")));
    }

    /** One of a process of its own, with nothing in memory. */
    final ScheduledCommands commands(EventStore on) {
        return new ScheduledCommands(on, personal, () -> now, RETRIES, EventFormat.JSON, true);
    }

    /** One of a process of its own, which runs one command after the other. */
    final DeadlineClock clock(EventStore on) {
        return new DeadlineClock(
                new ScheduledCommandsProcess()
                        .runner(on, personal, () -> now, RETRIES, EventFormat.JSON),
                views,
                new InMemoryCommitScan(store),
                () -> now,
                1);
    }

    final void handle(Order.Command command) {
        CommandResult<?, ?> result =
                orders.handle(
                        order,
                        command,
                        CommandId.generate(),
                        new Precondition.None(),
                        Metadata.NONE);
        if (!(result instanceof CommandResult.Handled)) {
            throw new AssertionError(result);
        }
    }

    final CommandResult<Entry, SchedulingRejection> schedule(
            String key, Order.Command command, Instant at) {
        return schedule(commands, key, command, at);
    }

    final CommandResult<Entry, SchedulingRejection> schedule(
            ScheduledCommands by, String key, Order.Command command, Instant at) {
        return by.schedule(
                order,
                CUSTOMER,
                command,
                at,
                new CommandId(key),
                new Metadata("correlation-1", null, "alice"));
    }

    final CommandResult<Entry, SchedulingRejection> cancel(ScheduledCommands by, String key) {
        return by.cancel(order, id(key), CommandId.generate(), new Metadata(null, null, "bob"));
    }

    /** The id of what was scheduled with a key. */
    final String id(String key) {
        return ScheduledCommand.id(order, new CommandId(key));
    }

    /** Brings the read model of deadlines up to date. */
    final void project() {
        Projector projector =
                new Projector(
                        List.of(new DeadlinesProjection<>(new ScheduledCommandsProcess())),
                        views,
                        store,
                        new InMemoryCommitScan(store),
                        () -> now);
        List<DeliveredCommit> all = commits(schedule).stream().map(Deliveries::intact).toList();
        if (!projector.project(all).isEmpty()) {
            throw new AssertionError("not projected");
        }
    }

    /** Time passes, and the clock looks. */
    final Fired fireAfter(Duration time) {
        now = now.plus(time);
        project();
        return clock(store).fire(now, Instant.MAX);
    }

    final void forget() {
        keys.destroy(new Subject(Tenant.ONLY, CUSTOMER.value()), now);
    }

    final List<Commit> commits(StreamName stream) {
        return Commits.all(store, stream);
    }

    /** The events of a stream, as they are stored. */
    final String stored(StreamName stream) {
        return commits(stream).stream().map(commit -> commit.events().json()).toList().toString();
    }

    /** The order, readable. */
    final Order order() {
        Order state = orders.replay().current(order.stream()).orElseThrow().state();
        return personal.opened(order.stream(), state);
    }

    final OrderSchedule.Outcome outcome(String key) {
        return commands.of(order).ended(id(key)).orElseThrow().outcome();
    }
}
