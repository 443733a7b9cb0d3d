package dev.reprise.orders;

import static dev.reprise.orders.OrderSamples.ADDRESS;
import static dev.reprise.orders.OrderSamples.CUSTOMER;
import static dev.reprise.orders.OrderSamples.REASON;
import static dev.reprise.orders.OrderSamples.WIDGETS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.aggregates.CommandResult;
import dev.reprise.aggregates.Precondition;
import dev.reprise.aggregates.VersionedState;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.Load.Consistency;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StoreUnavailableException.Reason;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.eventstore.Tenant;
import dev.reprise.eventstore.Verification;
import dev.reprise.orders.Order.Command.AddItem;
import dev.reprise.orders.Order.Command.CancelOrder;
import dev.reprise.orders.Order.Command.CreateOrder;
import dev.reprise.orders.Order.Command.ShipOrder;
import dev.reprise.personal.CachedKeys;
import dev.reprise.personal.Forgetting;
import dev.reprise.personal.InMemorySubjectKeys;
import dev.reprise.personal.Personal;
import dev.reprise.personal.PersonalData;
import dev.reprise.personal.Subject;
import dev.reprise.personal.SubjectKeys;
import dev.reprise.personal.SubjectKeys.Turn;
import dev.reprise.personal.SubjectStreams;
import dev.reprise.projections.DeliveredCommit;
import dev.reprise.projections.InMemoryCommitScan;
import dev.reprise.projections.InMemoryViewStore;
import dev.reprise.projections.ProjectedRow;
import dev.reprise.projections.ProjectedRow.Parked;
import dev.reprise.projections.Projection;
import dev.reprise.projections.Projector;
import dev.reprise.projections.Refold;
import dev.reprise.projections.RowKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Personal data of orders from the command to the read models, and how they are forgotten. */
class ForgottenCustomerTest {

    private static final OrderId ORDER = OrderSamples.ORDER;
    private static final StreamName STREAM = ORDER.stream();
    private static final CustomerId OTHER_CUSTOMER = new CustomerId("user456");
    private static final OrderId OTHER_ORDER = new OrderId(Tenant.ONLY, "b2");
    private static final int WIDGET_COMMITS = 40;

    private Instant now = Commits.AT;
    private boolean keysAreDown;
    private final InMemoryEventStore store = new InMemoryEventStore();
    private final InMemoryViewStore views = new InMemoryViewStore();
    private final InMemoryCommitScan scan = new InMemoryCommitScan(store);
    private final SubjectKeys keys = new InMemorySubjectKeys();

    /** Of the process that is tested; it keeps keys for a minute. */
    private final OrderPersonalData personal = process();

    private final Orders orders = orders(personal);
    private final List<Projection<?, ?>> projections =
            List.of(
                    new OrderSummariesProjection(),
                    new ShippedItemsProjection(personal),
                    new SalesProjection());
    private final Projector projector = new Projector(projections, views, store, scan, () -> now);
    private final Forgetting forgetting =
            new Forgetting(
                    new PersonalData(keys, true),
                    store,
                    new CustomerStreams(new OrderSummaries(views, scan, () -> now)),
                    new Refold(
                            List.of(
                                    new OrderSummariesProjection(),
                                    new ShippedItemsProjection(process()),
                                    new SalesProjection()),
                            views,
                            store),
                    () -> now);
    private int commands;

    private OrderPersonalData process() {
        return new OrderPersonalData(
                new PersonalData(
                        new CachedKeys(
                                new FailingKeys(
                                        keys,
                                        () -> {
                                            if (keysAreDown) {
                                                throw new StoreUnavailableException(
                                                        Reason.UNREACHABLE, "no keys");
                                            }
                                        }),
                                () -> now),
                        true));
    }

    private Orders orders(OrderPersonalData of) {
        return new Orders(
                store,
                OrderAggregate.of(new OrderEventCodec()).with(of),
                () -> now,
                RetryPolicy.jittered(1, Duration.ZERO, new Random(1)),
                1_000_000);
    }

    @BeforeEach
    void create_an_order_of_each_of_two_customers() {
        handle(ORDER, new CreateOrder(CUSTOMER, List.of(WIDGETS), null));
        handle(OTHER_ORDER, new CreateOrder(OTHER_CUSTOMER, List.of(WIDGETS), ADDRESS));
    }

    private CommandResult<VersionedState<Order>, Order.Rejection> handle(
            OrderId order, Order.Command command) {
        return orders.handle(
                order,
                command,
                new CommandId("c" + ++commands),
                new Precondition.None(),
                Metadata.NONE);
    }

    private void ship() {
        assertThat(handle(ORDER, new ShipOrder(ADDRESS))).isInstanceOf(CommandResult.Handled.class);
    }

    private void projectAll() {
        for (OrderId order : List.of(ORDER, OTHER_ORDER)) {
            for (Commit commit : Commits.all(store, order.stream())) {
                assertThat(
                                projector.project(
                                        List.of(
                                                new DeliveredCommit.Intact(
                                                        order + "@" + commit.firstSequenceNumber(),
                                                        commit,
                                                        _ -> true))))
                        .isEmpty();
            }
        }
    }

    private void forget() {
        forgetting.forget(new Subject(Tenant.ONLY, CUSTOMER.value()), Metadata.NONE);
    }

    private void work() {
        forgetting.work(now.plusSeconds(60));
    }

    /** The order as another process shows it, which has no key in memory. */
    private Order shown(StreamVersion version) {
        return process()
                .opened(STREAM, orders.replay().asOf(STREAM, version).orElseThrow().state());
    }

    private List<ShippedItem> found(String words) {
        return new ShippedItems(views, scan, () -> now)
                .list(
                        new ShippedItemsQuery(
                                Tenant.ONLY,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(AddressQuery.parse(words))),
                        Optional.empty(),
                        100,
                        Consistency.STRONG)
                .elements();
    }

    @Test
    void an_address_is_stored_encrypted_and_shown_readable() {
        ship();

        assertThat(stored()).doesNotContain("Main").contains("~user123~");
        assertThat(shown(new StreamVersion(3)))
                .extracting("shippingAddress")
                .isEqualTo(new Personal.Known<>(ADDRESS));
    }

    /** Every commit of the order, with its snapshot. */
    private String stored() {
        return Commits.all(store, STREAM).stream()
                .map(commit -> commit.events().json() + commit.snapshot())
                .toList()
                .toString();
    }

    @Test
    void a_snapshot_has_the_address_encrypted() {
        for (int i = 0; i < WIDGET_COMMITS; i++) {
            handle(ORDER, new AddItem(WIDGETS));
        }
        handle(ORDER, new CancelOrder(REASON));

        assertThat(Commits.all(store, STREAM)).anyMatch(commit -> commit.snapshot().isPresent());
        assertThat(stored()).contains("OrderCancelled").doesNotContain("changed my mind");
    }

    @Test
    void a_repeated_shipment_is_compared_with_the_encrypted_address() {
        ship();

        assertThat(handle(ORDER, new ShipOrder(ADDRESS))).isInstanceOf(CommandResult.Handled.class);
        assertThat(handle(ORDER, new ShipOrder(new ShippingAddress("elsewhere"))))
                .isEqualTo(new CommandResult.Rejected<>(new Order.Rejection.AlreadyShipped()));
        assertThat(Commits.all(store, STREAM)).hasSize(2);
    }

    @Test
    void an_address_that_was_moved_to_another_order_is_not_read() {
        ship();
        Order.Shipped shipped =
                (Order.Shipped) orders.replay().current(STREAM).orElseThrow().state();

        assertThatThrownBy(() -> personal.opened(OTHER_ORDER.stream(), shipped))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("Main");
    }

    @Test
    void without_keys_nothing_is_recorded_and_other_commands_are_handled() {
        keysAreDown = true;
        assertThatThrownBy(() -> handle(ORDER, new ShipOrder(ADDRESS)))
                .isInstanceOf(StoreUnavailableException.class);
        assertThat(handle(ORDER, new AddItem(WIDGETS))).isInstanceOf(CommandResult.Handled.class);
        keysAreDown = false;

        assertThat(Commits.all(store, STREAM)).hasSize(2);
        assertThat(stored()).doesNotContain("OrderShipped");
    }

    @Test
    void without_keys_a_commit_is_projected_later_and_not_parked() {
        ship();
        projectAll();
        keysAreDown = true;
        now = now.plus(CachedKeys.MAX_AGE).plusSeconds(1);
        Projector other =
                new Projector(
                        List.of(new ShippedItemsProjection(process())),
                        new InMemoryViewStore(),
                        store,
                        scan,
                        () -> now);
        List<DeliveredCommit> batch =
                Commits.all(store, STREAM).stream()
                        .<DeliveredCommit>map(commit ->
                                new DeliveredCommit.Intact(
                                        "r" + commit.firstSequenceNumber(), commit, _ -> true))
                        .toList();

        assertThatThrownBy(() -> assertThat(other.project(batch)).isEmpty())
                .isInstanceOfAny(StoreUnavailableException.class, AssertionError.class);
        keysAreDown = false;
        assertThat(other.project(batch)).isEmpty();
    }

    @Test
    void a_forgotten_address_is_gone_at_every_version_and_the_chain_is_intact() {
        ship();
        String before = stored();
        forget();

        assertThat(shown(new StreamVersion(3)))
                .extracting("shippingAddress")
                .isEqualTo(new Personal.Forgotten<>());
        assertThat(stored()).isEqualTo(before);
        assertThat(store.verify(STREAM)).isInstanceOf(Verification.Intact.class);
    }

    @Test
    void nothing_more_is_kept_of_a_forgotten_customer() {
        forget();
        now = now.plus(CachedKeys.MAX_AGE).plusSeconds(1);
        ship();

        assertThat(stored()).contains("\"shippingAddress\":\"!\"");
        assertThat(shown(new StreamVersion(3)))
                .extracting("shippingAddress")
                .isEqualTo(new Personal.Forgotten<>());
    }

    @Test
    void forgetting_leaves_one_event_whoever_does_it_how_often() {
        projectAll();
        forget();
        forget();
        work();

        assertThat(Commits.all(store, new StreamName(Forgetting.CATEGORY, CUSTOMER.value())))
                .singleElement()
                .satisfies(commit ->
                        assertThat(commit.events().json())
                                .isEqualTo("[{\"eventType\":\"SubjectForgotten\"}]"));
    }

    @Test
    void a_call_that_ended_after_the_key_was_destroyed_is_finished_by_the_jobs() {
        ship();
        projectAll();
        keys.destroy(new Subject(Tenant.ONLY, CUSTOMER.value()), now);
        work();

        assertThat(Commits.all(store, new StreamName(Forgetting.CATEGORY, CUSTOMER.value())))
                .hasSize(1);
        assertThat(found("main street st")).isEmpty();
    }

    /** The jobs that build it run after this. */
    @Test
    void while_the_list_of_orders_is_being_built_the_rest_is_left_for_later() {
        ship();
        forget();
        now = now.plus(Forgetting.SETTLED).plusSeconds(1);
        work();
        assertThat(keys.unfinished(Turn.FIRST, now)).hasSize(1);

        projectAll();
        work();
        assertThat(keys.unfinished(Turn.FIRST, now)).isEmpty();
    }

    /** Only a repair, which a person asks for, may decide that the events are right. */
    @Test
    void a_row_that_the_events_contradict_stays_parked_and_its_customer_listed() {
        ship();
        projectAll();
        RowKey key = new RowKey("shipped-items", 1, STREAM);
        ProjectedRow row = views.row(key).orElseThrow();
        views.put(
                new ProjectedRow(
                        key,
                        row.version(),
                        row.updatedAt(),
                        Optional.of(Commits.digest("another history")),
                        row.view(),
                        row.indexEntries(),
                        Optional.empty()));
        forget();
        work();

        assertThat(views.row(key).flatMap(ProjectedRow::parked))
                .hasValueSatisfying(parked ->
                        assertThat(parked.reason()).isEqualTo(Parked.Reason.CONTRADICTION));
        assertThat(keys.unfinished(Turn.FIRST, now)).hasSize(1);
    }

    @Test
    void where_nothing_is_encrypted_nothing_is_forgotten() {
        var plain =
                new Forgetting(
                        new PersonalData(keys, false),
                        store,
                        (_, _) -> new SubjectStreams.Page(Set.of(), Optional.empty()),
                        new Refold(projections, views, store),
                        () -> now);

        assertThat(plain.forget(new Subject(Tenant.ONLY, CUSTOMER.value()), Metadata.NONE))
                .isEmpty();
        assertThat(keys.destroyedAt(new Subject(Tenant.ONLY, CUSTOMER.value()))).isEmpty();
    }

    @Test
    void a_damaged_row_is_named_without_its_text() {
        ShippedItemsProjection projection = new ShippedItemsProjection(personal);

        assertThatThrownBy(() ->
                        projection.decode(
                                "{\"customerId\":\"user123\",\"items\":[], \"shippingAddress\":\"123 Main St\"}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("Main");
        assertThatThrownBy(() ->
                        new OrderStateCodec().decode("{\"shippingAddress\":\"=123 Main St\"}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("Main");
    }

    @Test
    void a_read_model_is_folded_anew_without_the_address_and_its_words() {
        ship();
        projectAll();
        assertThat(found("main")).extracting(ShippedItem::orderId).contains(ORDER, OTHER_ORDER);
        forget();
        work();

        assertThat(found("main")).extracting(ShippedItem::orderId).containsExactly(OTHER_ORDER);
        assertThat(views.shared("shipped-items", 1).keySet())
                .as("the order is still found by its item")
                .anyMatch(row -> row.contains("by-item") && row.contains(ORDER.value()))
                .noneMatch(row -> row.contains("by-word") && row.contains(ORDER.value()));
        assertThat(views.rows("shipped-items", 1, Optional.empty(), 100).rows().toString())
                .containsOnlyOnce("Main St");
    }

    /**
     * A process may have a key in memory for a minute. What it writes is found by the last turn.
     */
    @Test
    void a_row_that_was_written_with_a_remembered_key_is_folded_anew_once_no_process_has_the_key() {
        ship();
        assertThat(personal.opened(STREAM, shippedState())).isNotNull();
        projectSummariesOnly();
        forget();
        work();
        projectAll();
        assertThat(found("main")).extracting(ShippedItem::orderId).contains(ORDER);

        now = now.plus(Forgetting.SETTLED).minus(Duration.ofSeconds(1));
        work();
        assertThat(keys.unfinished(Turn.LAST, now)).hasSize(1);
        now = now.plus(Duration.ofSeconds(2));
        work();

        assertThat(found("main")).extracting(ShippedItem::orderId).containsExactly(OTHER_ORDER);
        assertThat(keys.unfinished(Turn.LAST, now)).isEmpty();
    }

    private Order shippedState() {
        return orders.replay().current(STREAM).orElseThrow().state();
    }

    private void projectSummariesOnly() {
        var summaries =
                new Projector(
                        List.of(new OrderSummariesProjection()), views, store, scan, () -> now);
        for (Commit commit : Commits.all(store, STREAM)) {
            summaries.project(
                    List.of(
                            new DeliveredCommit.Intact(
                                    "s" + commit.firstSequenceNumber(), commit, _ -> true)));
        }
    }
}
