package dev.reprise.dynamodb;

import static dev.reprise.dynamodb.FaultyHttpClient.answerLost;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.RunsBesideQuarkus;
import dev.reprise.aggregates.Precondition;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.Tenant;
import dev.reprise.feed.FeedEntry;
import dev.reprise.local.DynamoDbLocal;
import dev.reprise.orders.AbandonedOrders;
import dev.reprise.orders.CancellationReason;
import dev.reprise.orders.CustomerId;
import dev.reprise.orders.ItemId;
import dev.reprise.orders.Order;
import dev.reprise.orders.Order.Command.AddItem;
import dev.reprise.orders.Order.Command.CreateOrder;
import dev.reprise.orders.Order.Command.ShipOrder;
import dev.reprise.orders.OrderId;
import dev.reprise.orders.OrderItem;
import dev.reprise.orders.OrderPersonalData;
import dev.reprise.orders.Orders;
import dev.reprise.orders.Price;
import dev.reprise.orders.Quantity;
import dev.reprise.orders.ShippingAddress;
import dev.reprise.personal.InMemorySubjectKeys;
import dev.reprise.personal.Personal;
import dev.reprise.personal.PersonalData;
import dev.reprise.processes.DeadlineClock;
import dev.reprise.processes.DeadlineClock.Fired;
import dev.reprise.processes.DeadlinesProjection;
import dev.reprise.processes.ProcessConsumer;
import dev.reprise.projections.DeliveredCommit;
import dev.reprise.projections.Deliveries;
import dev.reprise.projections.Projector;
import dev.reprise.serialization.EventFormat;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The requests that a step of a process takes, and what a redelivery does. */
@RunsBesideQuarkus
class ProcessStepIT {

    private static final Duration AFTER = Duration.ofDays(30);
    private static final RetryPolicy RETRIES =
            RetryPolicy.jittered(16, Duration.ofSeconds(8), () -> 0L);

    private static final RequestLog LOG = new RequestLog();
    private static final DynamoDbClient LOGGED = LOG.client();
    private static final DynamoDbClient CLIENT = DynamoDbLocal.client();

    private final String tables = DynamoDbLocal.freshTables();
    private final EventStore store = new DynamoDbEventStore(CLIENT, tables + "-events");
    private final DynamoDbViewStore views = new DynamoDbViewStore(CLIENT, tables + "-views");
    private final DynamoDbCommitScan scan = new DynamoDbCommitScan(CLIENT, tables + "-events");
    private final OrderPersonalData personal =
            new OrderPersonalData(new PersonalData(new InMemorySubjectKeys(), true));
    private final Orders orders = new Orders(store, personal, EventFormat.JSON, 0);
    private final AbandonedOrders process = new AbandonedOrders(AFTER);
    private final OrderId order = new OrderId(Tenant.ONLY, UUID.randomUUID().toString());
    private final StreamName instance = new StreamName(process.name(), order.value());
    private Instant now = Instant.now();

    @AfterAll
    static void close() {
        LOGGED.close();
        CLIENT.close();
    }

    @BeforeEach
    void create() {
        handle(new CreateOrder(new CustomerId("user123"), List.of(item("a"), item("b")), null));
        handle(new AddItem(item("c")));
        LOG.clear();
    }

    private static OrderItem item(String id) {
        return new OrderItem(new ItemId(id), new Quantity(1), new Price(new BigDecimal("15.99")));
    }

    private void handle(Order.Command command) {
        orders.handle(
                order,
                command,
                CommandId.generate(),
                new Precondition.None(),
                new Metadata("correlation", null, "alice"));
    }

    /** A process of its own, with nothing in memory. */
    private ProcessConsumer<Order.Event> consumer(InstantSource time) {
        return new ProcessConsumer<>(
                process.runner(
                        new DynamoDbEventStore(LOGGED, tables + "-events"),
                        personal,
                        time,
                        RETRIES,
                        EventFormat.JSON));
    }

    private DeadlineClock clock(EventStore of) {
        return new DeadlineClock(
                process.runner(of, personal, () -> now, RETRIES, EventFormat.JSON),
                views,
                scan,
                () -> now,
                1);
    }

    private void consume() {
        ProcessConsumer<Order.Event> consumer = consumer(() -> now);
        Commits.all(store, order.stream()).forEach(commit -> consumer.handle(entry(commit)));
    }

    private static FeedEntry entry(Commit commit) {
        return new FeedEntry(
                1,
                commit.stream(),
                commit.firstSequenceNumber(),
                commit.events().count(),
                commit.at(),
                commit.commandId(),
                commit.metadata(),
                commit.hash(),
                Optional.of(commit.events()));
    }

    private void project() {
        Projector projector =
                new Projector(
                        List.of(new DeadlinesProjection<>(process)), views, store, scan, () -> now);
        List<DeliveredCommit> steps =
                Commits.all(store, instance).stream().map(Deliveries::intact).toList();
        assertThat(projector.project(steps)).isEmpty();
    }

    private Fired fireAfter(Duration time) {
        now = now.plus(time);
        return clock(new DynamoDbEventStore(LOGGED, tables + "-events")).fire(now, Instant.MAX);
    }

    @Test
    void a_step_without_a_command_takes_one_write_unit() {
        consume();
        // The order's two commits are one step each.
        assertThat(LOG.names()).containsExactly("Query", "PutItem", "PutItem");
        assertThat(LOG.writeUnits()).isEqualTo(2.0);
    }

    @Test
    void a_step_with_a_command_takes_four_write_units() {
        consume();
        project();
        LOG.clear();
        fireAfter(AFTER.plusMinutes(1));
        assertThat(LOG.names())
                .containsExactly("Query", "Query", "Query", "Query", "TransactWriteItems");
        assertThat(LOG.writeUnits()).isEqualTo(4.0);
        assertCancelled();
    }

    private void assertCancelled() {
        Order state = orders.replay().current(order.stream()).orElseThrow().state();
        assertThat(personal.opened(order.stream(), state))
                .isInstanceOfSatisfying(
                        Order.Cancelled.class,
                        cancelled ->
                                assertThat(cancelled.cancellationReason())
                                        .isEqualTo(
                                                new Personal.Known<>(
                                                        new CancellationReason("abandoned"))));
        assertThat(Commits.all(store, order.stream()).getLast().events().json())
                .as("the reason is encrypted")
                .doesNotContain("abandoned");
    }

    @Test
    void events_and_deadlines_that_come_again_write_nothing() {
        consume();
        project();
        fireAfter(AFTER.plusMinutes(1));
        consume();
        List<Commit> steps = Commits.all(store, instance);
        List<Commit> ofOrder = Commits.all(store, order.stream());
        LOG.clear();

        // The read model still has the deadline.
        assertThat(fireAfter(Duration.ZERO)).isEqualTo(new Fired(1, 0, 0, true));
        consume();
        assertThat(LOG.names()).containsOnly("Query");
        assertThat(Commits.all(store, order.stream())).isEqualTo(ofOrder);
        assertThat(Commits.all(store, instance)).isEqualTo(steps);
    }

    @Test
    void a_step_whose_answers_are_lost_is_recorded_once() {
        consume();
        project();
        now = now.plus(AFTER.plusMinutes(1));
        try (FaultyHttpClient http = new FaultyHttpClient();
                DynamoDbClient faulty = http.dynamoDbClient()) {
            DeadlineClock clock = clock(new DynamoDbEventStore(faulty, tables + "-events"));
            http.always(sending ->
                    sending.operation().equals("TransactWriteItems")
                            ? answerLost(() -> {}).answer(sending)
                            : sending.send());
            assertThat(clock.fire(now, Instant.MAX)).isEqualTo(new Fired(0, 0, 1, true));
            http.always(FaultyHttpClient.Sending::send);
            List<Commit> steps = Commits.all(store, instance);
            assertThat(clock.fire(now, Instant.MAX)).isEqualTo(new Fired(1, 0, 0, true));
            assertThat(Commits.all(store, instance)).isEqualTo(steps).hasSize(3);
        }
        assertCancelled();
    }

    /** The process does not know yet that the order was shipped. */
    @Test
    void a_shipped_order_is_not_cancelled() {
        consume();
        project();
        handle(new ShipOrder(new ShippingAddress("123 Main St")));
        List<Commit> ofOrder = Commits.all(store, order.stream());
        List<Commit> steps = Commits.all(store, instance);
        LOG.clear();
        assertThat(fireAfter(AFTER.plusMinutes(1))).isEqualTo(new Fired(0, 1, 0, true));
        assertThat(LOG.writeUnits()).isEqualTo(0.0);
        assertThat(Commits.all(store, instance)).isEqualTo(steps);

        consume();
        assertThat(fireAfter(Duration.ZERO)).isEqualTo(new Fired(1, 0, 0, true));
        assertThat(Commits.all(store, instance).getLast().events().json())
                .contains("DeadlineCancelled");
        assertThat(Commits.all(store, order.stream())).isEqualTo(ofOrder);
    }
}
