package dev.reprise.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.aggregates.CommandOutcome;
import dev.reprise.aggregates.CommandResult;
import dev.reprise.aggregates.Precondition;
import dev.reprise.aggregates.VersionedState;
import dev.reprise.aggregates.Visibility;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EventCodec;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.Load.Consistency;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.eventstore.Tenant;
import dev.reprise.eventstore.Verification;
import dev.reprise.http.AggregateProblems;
import dev.reprise.http.AggregateQueries;
import dev.reprise.http.PageRequest;
import dev.reprise.http.PagedList;
import dev.reprise.local.DynamoDbLocal;
import dev.reprise.orders.CustomerId;
import dev.reprise.orders.ItemId;
import dev.reprise.orders.Order;
import dev.reprise.orders.OrderId;
import dev.reprise.orders.OrderItem;
import dev.reprise.orders.OrderProjections;
import dev.reprise.orders.OrderQuery;
import dev.reprise.orders.OrderSummaries;
import dev.reprise.orders.Orders;
import dev.reprise.orders.Price;
import dev.reprise.orders.Quantity;
import dev.reprise.orders.Sales;
import dev.reprise.orders.ShippedItems;
import dev.reprise.orders.ShippingAddress;
import dev.reprise.projections.DeliveredCommit;
import dev.reprise.projections.Patience;
import dev.reprise.projections.ProjectionPage;
import dev.reprise.projections.ProjectionReader.Listing;
import dev.reprise.projections.Projector;
import dev.reprise.projections.StreamVerifier;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Orders and their read models in DynamoDB, whose queries are counted. */
final class QueriedOrders implements AutoCloseable {

    private final RequestLog log = new RequestLog();
    private final DynamoDbClient client = log.client();
    private final String tables = DynamoDbLocal.freshTablesWithoutStream();
    private final DynamoDbEventStore events = new DynamoDbEventStore(client, tables + "-events");
    private final DynamoDbViewStore views = new DynamoDbViewStore(client, tables + "-views");

    /** Sends scans, which are not counted. */
    private final DynamoDbCommitScan scan =
            new DynamoDbCommitScan(DynamoDbLocal.client(), tables + "-events");

    private final Orders orders = new Orders(events);
    private final List<Commit> notProjected = new ArrayList<>();
    private final Projector projector =
            new Projector(OrderProjections.all(), views, events, scan, InstantSource.system());
    private OrderSummaries summaries = new OrderSummaries(views, scan);
    private Sales sales = new Sales(views, scan);
    private ShippedItems shippedItems = new ShippedItems(views, scan);

    @Override
    public void close() {
        client.close();
    }

    RequestLog log() {
        return log;
    }

    DynamoDbEventStore events() {
        return events;
    }

    Orders orders() {
        return orders;
    }

    OrderSummaries summaries() {
        return summaries;
    }

    Sales sales() {
        return sales;
    }

    ShippedItems shippedItems() {
        return shippedItems;
    }

    /** Forgets what a process remembers, and clears the log. */
    void restart() {
        summaries = new OrderSummaries(views, scan);
        sales = new Sales(views, scan);
        shippedItems = new ShippedItems(views, scan);
        log.clear();
    }

    /** Reads each read model once, so that the process knows its live generation. */
    void learnGenerations() {
        StreamName nothing = new StreamName("order", "nothing");
        summaries.reader().find(nothing);
        for (var reader : List.of(sales.reader(), shippedItems.reader())) {
            reader.await(nothing, new StreamVersion(1), Patience.NONE, () -> {});
        }
        log.clear();
    }

    OrderId create(String customer) {
        OrderId order = new OrderId(Tenant.ONLY, UUID.randomUUID().toString());
        accept(order, new Order.Command.CreateOrder(new CustomerId(customer), List.of(), null));
        return order;
    }

    void addItem(OrderId order) {
        accept(order, new Order.Command.AddItem(item(1)));
    }

    void ship(OrderId order) {
        accept(order, new Order.Command.ShipOrder(new ShippingAddress("1 Sea Road, Hull")));
    }

    private static OrderItem item(int quantity) {
        return new OrderItem(
                new ItemId("novel"), new Quantity(quantity), new Price(new BigDecimal("12.9")));
    }

    CommandOutcome<Order, Order.Event> dryRunOfAddItem(OrderId order) {
        CommandResult<CommandOutcome<Order, Order.Event>, Order.Rejection> result =
                orders.dryRun(
                        order,
                        new Order.Command.AddItem(item(1)),
                        CommandId.generate(),
                        new Precondition.None(),
                        Metadata.NONE,
                        new Visibility.All<>());
        return ((CommandResult.Handled<CommandOutcome<Order, Order.Event>, Order.Rejection>) result)
                .after();
    }

    private void accept(OrderId order, Order.Command command) {
        handle(order, command);
        notProjected.add(events.commitAtOrBefore(order.stream(), Long.MAX_VALUE).orElseThrow());
    }

    private void handle(OrderId order, Order.Command command) {
        CommandResult<VersionedState<Order>, Order.Rejection> result =
                orders.handle(
                        order,
                        command,
                        new CommandId(UUID.randomUUID().toString()),
                        new Precondition.None(),
                        new Metadata(null, null, null));
        assertThat(result).isInstanceOf(CommandResult.Handled.class);
    }

    /** An order of so many commands, with their snapshots, which no read model has. */
    OrderId withCommands(int count) {
        OrderId order = new OrderId(Tenant.ONLY, UUID.randomUUID().toString());
        handle(order, new Order.Command.CreateOrder(new CustomerId("eve"), List.of(), null));
        for (int i = 1; i < count; i++) {
            handle(order, new Order.Command.AddItem(item(1)));
        }
        log.clear();
        return order;
    }

    /** Creates open orders of a customer, and brings the read models up to date. */
    void fillWith(String customer, int count) {
        for (int i = 0; i < count; i++) {
            create(customer);
        }
        project();
        learnGenerations();
    }

    /** A stream with so many events, which no read model has. The log is clear. */
    OrderId withEvents(int count, int eventsPerCommit) {
        OrderId order = new OrderId(Tenant.ONLY, UUID.randomUUID().toString());
        CommitBoundary end = CommitBoundary.startOf(order.stream());
        EventCodec<Order.Event> codec = OrderProjections.codec();
        for (int i = 0; i < count; i += eventsPerCommit) {
            List<Order.Event> next = new ArrayList<>();
            for (int j = 0; j < eventsPerCommit; j++) {
                next.add(
                        i + j == 0
                                ? new Order.Event.OrderCreated(new CustomerId("eve"))
                                : new Order.Event.OrderItemAdded(item(1)));
            }
            end =
                    Commits.append(
                                    events,
                                    Commits.commit(
                                            end,
                                            UUID.randomUUID().toString(),
                                            codec.encode(next),
                                            Commits.AT))
                            .end();
        }
        log.clear();
        return order;
    }

    /** Creates orders of a customer and ships each, and brings the read models up to date. */
    void shipSome(String customer, int count) {
        for (int i = 0; i < count; i++) {
            OrderId order = create(customer);
            addItem(order);
            ship(order);
        }
        project();
        log.clear();
    }

    Optional<VersionedState<Order>> at(OrderId order, long version) {
        return orders.replay().asOf(order.stream(), new StreamVersion(version));
    }

    Optional<VersionedState<Order>> at(OrderId order, Instant instant) {
        return orders.replay().asOf(order.stream(), instant);
    }

    List<RecordedEvent<Order.Event>> events(OrderId order, long after, int limit) {
        return orders.replay()
                .events(order.stream(), new StreamVersion(after), limit)
                .orElseThrow()
                .events();
    }

    List<RecordedEvent<Order.Event>> eventsBackwards(OrderId order, int limit) {
        return orders.replay()
                .eventsBackwards(order.stream(), Long.MAX_VALUE, StreamVersion.NONE, limit)
                .orElseThrow()
                .events();
    }

    /** Brings the read models up to date. */
    void project() {
        List<DeliveredCommit> batch = new ArrayList<>();
        for (Commit commit : notProjected) {
            batch.add(
                    new DeliveredCommit.Intact(Integer.toString(batch.size()), commit, _ -> true));
        }
        notProjected.clear();
        assertThat(projector.project(batch)).isEmpty();
    }

    private AggregateQueries<Order, Order.Event> queries() {
        return new AggregateQueries<>(
                new AggregateProblems("order"), summaries.reader(), orders.replay());
    }

    VersionedState<Order> find(OrderId order, @Nullable String minVersion) {
        return queries().find(order.value(), order.stream(), null, null, minVersion);
    }

    /** The orders of Ann, once they show an order at a version. */
    ProjectionPage<Order> listWith(OrderId order, String minVersion) {
        return queries().list(ofAnn(), firstPage(), minVersion, order.stream());
    }

    /** The orders of Ann, once one of them has a version. */
    ProjectionPage<Order> listAny(String minVersion) {
        return queries().list(ofAnn(), firstPage(), minVersion, null);
    }

    private static Listing<Order> ofAnn() {
        return OrderSummaries.listing(
                new OrderQuery.OfCustomer(Tenant.ONLY, new CustomerId("ann"), Optional.empty()));
    }

    private static PageRequest firstPage() {
        return PagedList.of("orders", Tenant.ONLY, OrderSummaries::isPosition).page(null, null);
    }

    Consistency awaitSales(OrderId order, String minVersion) {
        return queries().await(sales.reader(), minVersion, order.stream(), "orderId");
    }

    /** Verifies the part of a long stream after some commits of one event, snapshots too. */
    void verifyWithSnapshots(StreamName stream, long after) {
        Commit last = events.commitAtOrBefore(stream, after).orElseThrow();
        Verification.Intact before = new Verification.Intact(last.version(), after, last.hash());
        log.clear();
        Verification part =
                new StreamVerifier(events, views, OrderProjections.all())
                        .verify(stream, before, EventStore.VERIFIED_AT_ONCE);
        Verification.Intact soFar = ((Verification.Unfinished) part).soFar();
        assertThat(OrderProjections.snapshotVerifier(events).firstWrong(stream, before, soFar))
                .isEmpty();
    }

    Verification verify(StreamName stream) {
        return new StreamVerifier(events, views, OrderProjections.all())
                .verify(stream, Verification.Intact.none(stream), EventStore.VERIFIED_AT_ONCE);
    }
}
