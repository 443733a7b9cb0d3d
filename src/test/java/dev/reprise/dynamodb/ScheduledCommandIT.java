package dev.reprise.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.RunsBesideQuarkus;
import dev.reprise.aggregates.CommandResult;
import dev.reprise.aggregates.Precondition;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.Tenant;
import dev.reprise.local.DynamoDbLocal;
import dev.reprise.orders.CustomerId;
import dev.reprise.orders.ItemId;
import dev.reprise.orders.Order;
import dev.reprise.orders.Order.Command.CreateOrder;
import dev.reprise.orders.Order.Command.RemoveItem;
import dev.reprise.orders.Order.Command.ShipOrder;
import dev.reprise.orders.OrderId;
import dev.reprise.orders.OrderItem;
import dev.reprise.orders.OrderPersonalData;
import dev.reprise.orders.OrderSchedule.Outcome;
import dev.reprise.orders.Orders;
import dev.reprise.orders.Price;
import dev.reprise.orders.Quantity;
import dev.reprise.orders.ScheduledCommands;
import dev.reprise.orders.ScheduledCommandsProcess;
import dev.reprise.orders.ShippingAddress;
import dev.reprise.personal.InMemorySubjectKeys;
import dev.reprise.personal.PersonalData;
import dev.reprise.processes.DeadlineClock;
import dev.reprise.processes.DeadlineClock.Fired;
import dev.reprise.processes.DeadlinesProjection;
import dev.reprise.projections.Deliveries;
import dev.reprise.projections.Projector;
import dev.reprise.serialization.EventFormat;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The requests and write units that a scheduled command takes. */
@RunsBesideQuarkus
class ScheduledCommandIT {

    private static final RetryPolicy RETRIES =
            RetryPolicy.jittered(16, Duration.ofSeconds(8), () -> 0L);
    private static final CustomerId CUSTOMER = new CustomerId("user123");
    private static final ShipOrder SHIP = new ShipOrder(new ShippingAddress("1 Sea Road, Hull"));

    private static final RequestLog LOG = new RequestLog();
    private static final DynamoDbClient LOGGED = LOG.client();
    private static final DynamoDbClient CLIENT = DynamoDbLocal.client();

    private final String tables = DynamoDbLocal.freshTables();
    private final EventStore store = new DynamoDbEventStore(CLIENT, tables + "-events");
    private final EventStore logged = new DynamoDbEventStore(LOGGED, tables + "-events");
    private final DynamoDbViewStore views = new DynamoDbViewStore(CLIENT, tables + "-views");
    private final DynamoDbCommitScan scan = new DynamoDbCommitScan(CLIENT, tables + "-events");
    private final OrderPersonalData personal =
            new OrderPersonalData(new PersonalData(new InMemorySubjectKeys(), true));
    private final OrderId order = new OrderId(Tenant.ONLY, UUID.randomUUID().toString());
    private final StreamName schedule = new StreamName("scheduled_commands", order.value());
    private Instant now = Instant.now();

    @AfterAll
    static void close() {
        LOGGED.close();
        CLIENT.close();
    }

    @BeforeEach
    void create() {
        handle(
                new CreateOrder(
                        CUSTOMER,
                        List.of(
                                new OrderItem(
                                        new ItemId("a"),
                                        new Quantity(1),
                                        new Price(new BigDecimal("15.99")))),
                        null));
        LOG.clear();
    }

    private void handle(Order.Command command) {
        new Orders(store, personal, EventFormat.JSON, 0)
                .handle(
                        order,
                        command,
                        CommandId.generate(),
                        new Precondition.None(),
                        Metadata.NONE);
    }

    private ScheduledCommands commands(EventStore on) {
        return new ScheduledCommands(on, personal, () -> now, RETRIES, EventFormat.JSON, true);
    }

    private void schedule(Order.Command command) {
        assertThat(
                        commands(logged)
                                .schedule(
                                        order,
                                        CUSTOMER,
                                        command,
                                        now.plusSeconds(60),
                                        new CommandId("k"),
                                        new Metadata("correlation", null, "alice")))
                .isInstanceOf(CommandResult.Handled.class);
    }

    private Fired fire() {
        now = now.plusSeconds(60);
        Projector projector =
                new Projector(
                        List.of(new DeadlinesProjection<>(new ScheduledCommandsProcess())),
                        views,
                        store,
                        scan,
                        () -> now);
        assertThat(
                        projector.project(
                                Commits.all(store, schedule).stream()
                                        .map(Deliveries::intact)
                                        .toList()))
                .isEmpty();
        LOG.clear();
        return new DeadlineClock(
                        new ScheduledCommandsProcess()
                                .runner(logged, personal, () -> now, RETRIES, EventFormat.JSON),
                        views,
                        scan,
                        () -> now,
                        1)
                .fire(now, Instant.MAX);
    }

    private Outcome outcome() {
        return commands(store).of(order).ended().getFirst().outcome();
    }

    @Test
    void to_schedule_takes_one_write_unit_and_one_query() {
        schedule(SHIP);

        assertThat(LOG.names()).containsExactly("Query", "PutItem");
        assertThat(LOG.writeUnits()).isEqualTo(1.0);
    }

    @Test
    void to_schedule_the_same_again_writes_nothing() {
        schedule(SHIP);
        LOG.clear();

        schedule(SHIP);

        assertThat(LOG.names()).containsOnly("Query");
    }

    @Test
    void to_run_takes_four_write_units() {
        schedule(SHIP);

        assertThat(fire()).isEqualTo(new Fired(1, 0, 0, true));

        assertThat(LOG.names()).contains("TransactWriteItems").doesNotContain("PutItem");
        assertThat(LOG.writeUnits()).isEqualTo(4.0);
        assertThat(outcome()).isEqualTo(new Outcome.Ran());
    }

    @Test
    void to_be_refused_takes_one_write_unit_and_six_queries() {
        schedule(new RemoveItem(new ItemId("nothing")));

        assertThat(fire()).isEqualTo(new Fired(1, 0, 0, true));

        assertThat(LOG.names())
                .containsExactly("Query", "Query", "Query", "Query", "Query", "Query", "PutItem");
        assertThat(LOG.writeUnits()).isEqualTo(1.0);
        assertThat(outcome()).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void to_cancel_takes_one_write_unit_and_to_list_one_query() {
        schedule(SHIP);
        String id = commands(store).of(order).pending().getFirst().command().id();
        LOG.clear();

        commands(logged).cancel(order, id, CommandId.generate(), Metadata.NONE);
        assertThat(LOG.writeUnits()).isEqualTo(1.0);

        LOG.clear();
        commands(logged).of(order);
        assertThat(LOG.names()).containsExactly("Query");
    }
}
