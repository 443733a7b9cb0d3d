package dev.reprise.orders;

import static dev.reprise.orders.OrderSamples.ADDRESS;
import static dev.reprise.orders.OrderSamples.CUSTOMER;
import static dev.reprise.orders.OrderSamples.ORDER;
import static dev.reprise.orders.OrderSamples.WIDGETS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.aggregates.CommandHandler;
import dev.reprise.aggregates.Precondition;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.Tenant;
import dev.reprise.orders.Order.Command.CreateOrder;
import dev.reprise.orders.Order.Command.ShipOrder;
import dev.reprise.personal.Forgetting;
import dev.reprise.personal.PersonalData;
import dev.reprise.personal.Subject;
import dev.reprise.personal.SubjectKey;
import dev.reprise.personal.SubjectKeys;
import dev.reprise.personal.SubjectStreams;
import dev.reprise.projections.DeliveredCommit;
import dev.reprise.projections.InMemoryCommitScan;
import dev.reprise.projections.InMemoryViewStore;
import dev.reprise.projections.Projection;
import dev.reprise.projections.Projector;
import dev.reprise.projections.Refold;
import dev.reprise.projections.RowKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Where there are no tenants, everything is stored under the same names, and with the same bytes
 * and hashes, as by releases that knew no tenants. The expected text was printed by such a release.
 */
class WithoutTenantsTest {

    private static final String BEFORE =
            """
            order-a1b2c3d4 01876233493bedb31c6e75302155e6cda1 07c848d7ed8ebeef2f66e7b6476a9ba4a02f0ae407c43957f8920eb5826f62cd [{"eventType":"OrderCreated","customerId":"user123"},{"eventType":"OrderItemAdded","itemId":"widget-x","quantity":2,"price":15.99}]
            order-a1b2c3d4 0190c057f704c8cef1a06c4dc9578e5bcd ea8df035bbb2ae8b9e6397d8a729530099ae44b6242f0430ad5e4e4dab91d6ae [{"eventType":"OrderShipped","revision":2,"shippingAddress":"~user123~h_F6DHWpJgDbvrB0ythzwaQMkbfvAL0hIPhrM8WAFrMyif-iXkBLIcMYiVcc7QYCu32YaqQ"}]
            forgotten-user123 01b4db7d149336443bcc2b9236d91865e9 5648cb893577a4bbd52089fb5468289f474c9141c794d765160dc84d60cf7663 [{"eventType":"SubjectForgotten"}]
            order-summaries 910cafdf18b9f3bec14a857e4b8a1279d704e7b77c996c7397bf2f308d8433c1
            shipped-items 1db17be7b4bfd9b965c88ec470e692d1330506ce4a66dc9cf4618779e22986f0
            by-date/2026-01.9/2026-01-31T08:15:30.120Z#a1b2c3d4 order-a1b2c3d4
            by-item/widget-x/2026-01-31T08:15:30.120Z#a1b2c3d4 order-a1b2c3d4
            by-word/12.9/123#2026-01-31T08:15:30.120Z#a1b2c3d4 order-a1b2c3d4
            by-word/an.9/anytown#2026-01-31T08:15:30.120Z#a1b2c3d4 order-a1b2c3d4
            by-word/ma.9/main#2026-01-31T08:15:30.120Z#a1b2c3d4 order-a1b2c3d4
            by-word/st.9/st#2026-01-31T08:15:30.120Z#a1b2c3d4 order-a1b2c3d4
            by-word/us.9/usa#2026-01-31T08:15:30.120Z#a1b2c3d4 order-a1b2c3d4
            sales 77e5f163816f00a006c9bbb25b724420ae9ae06c5a9f8ed9d825c4416ba0afec
            per-customer/user123/all {orders=1, quantity=2, revenue=31.98, shipped=1}
            per-day/days.9/2026-01-31 {orders=1, quantity=2, revenue=31.98}
            per-item/widget-x.1/2026-01-31 {orders=1, quantity=2, revenue=31.98}
            keys [user123, destroy user123, user123]
            command 9691f7ca-1b0d-05e7-7b5f-b5d885bded8f
            order 38e95004e336e400e951d97e92b4b030
            """;

    private final InMemoryEventStore store = new InMemoryEventStore();
    private final InMemoryViewStore views = new InMemoryViewStore();
    private final OneKey keys = new OneKey();
    private final PersonalData data = new PersonalData(keys, true);
    private final OrderPersonalData personal = new OrderPersonalData(data);

    /** Has one key for all subjects. It records which subjects were asked for. */
    private static final class OneKey implements SubjectKeys {

        private final List<String> asked = new ArrayList<>();

        @Override
        public Found find(Subject subject) {
            asked.add(subject.toString());
            return new Found.Key(new SubjectKey(new byte[SubjectKey.LENGTH]));
        }

        @Override
        public Found findOrMake(Subject subject) {
            return find(subject);
        }

        @Override
        public Instant destroy(Subject subject, Instant now) {
            asked.add("destroy " + subject);
            return now;
        }

        @Override
        public List<Unfinished> unfinished(Turn turn, Instant listedUntil) {
            return List.of();
        }

        @Override
        public boolean finish(Unfinished done) {
            return false;
        }
    }

    @Test
    void everything_is_stored_as_before() {
        assertThat(stored()).isEqualTo(BEFORE);
    }

    private String stored() {
        Orders orders =
                new Orders(
                        store,
                        OrderAggregate.of(new OrderEventCodec()).with(personal),
                        () -> Commits.AT,
                        RetryPolicy.jittered(1, Duration.ZERO, new Random(1)),
                        CommandHandler.DEFAULT_MEMORY_BYTES);
        handle(orders, new CreateOrder(CUSTOMER, List.of(WIDGETS), null), "c1");
        handle(orders, new ShipOrder(ADDRESS), "c2");
        forget();
        project();

        List<String> lines = new ArrayList<>();
        commits(lines, ORDER.stream());
        commits(lines, new StreamName(Forgetting.CATEGORY, CUSTOMER.value()));
        for (Projection<?, ?> projection : projections()) {
            RowKey key = new RowKey(projection.name(), 1, ORDER.stream());
            lines.add(projection.name() + " " + views.row(key).orElseThrow().digest());
            views.shared(projection.name(), 1).forEach((at, row) -> lines.add(at + " " + row));
        }
        lines.add("keys " + keys.asked);
        lines.add("command " + new CommandId("k1").of("subject-1"));
        lines.add("order " + OrderId.derivedFrom(Tenant.ONLY, "subject-1", new CommandId("k1")));
        return String.join("\n", lines) + "\n";
    }

    private static void handle(Orders orders, Order.Command command, String id) {
        orders.handle(ORDER, command, new CommandId(id), new Precondition.None(), Metadata.NONE);
    }

    private void forget() {
        new Forgetting(
                        data,
                        store,
                        (subject, after) -> new SubjectStreams.Page(Set.of(), Optional.empty()),
                        new Refold(List.of(), views, store),
                        () -> Commits.AT)
                .forget(new Subject(Tenant.ONLY, CUSTOMER.value()), Metadata.NONE);
    }

    private List<Projection<?, ?>> projections() {
        return List.of(
                new OrderSummariesProjection(),
                new ShippedItemsProjection(personal),
                new SalesProjection());
    }

    private void project() {
        List<DeliveredCommit> batch = new ArrayList<>();
        for (Commit commit : Commits.all(store, ORDER.stream())) {
            batch.add(new DeliveredCommit.Intact("r", commit, _ -> true));
        }
        new Projector(projections(), views, store, new InMemoryCommitScan(store), () -> Commits.AT)
                .project(batch);
    }

    private void commits(List<String> lines, StreamName stream) {
        for (Commit commit : Commits.all(store, stream)) {
            lines.add(
                    "%s %s %s %s"
                            .formatted(
                                    commit.stream(),
                                    commit.commandDigest(),
                                    commit.hash(),
                                    ((EncodedEvents.Json) commit.events()).json()));
        }
    }
}
