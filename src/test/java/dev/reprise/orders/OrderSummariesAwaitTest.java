package dev.reprise.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.eventstore.Tenant;
import dev.reprise.projections.InterceptedViewStore.Operation;
import dev.reprise.projections.Patience;
import dev.reprise.projections.ProjectedRow;
import dev.reprise.projections.ProjectedView;
import dev.reprise.projections.RowKey;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Waiting for the row of an order to reach a version. */
class OrderSummariesAwaitTest extends OrderSummariesFixture {

    private static final Patience SHORT = Patience.ofMillis(1, 1, 1, 1);

    private final AtomicInteger timesBehind = new AtomicInteger();

    /** Stores the order's row before the nth read. Returns the number of reads. */
    private AtomicInteger putBeforeRead(int nth, ProjectedView<Order> order) {
        AtomicInteger reads = new AtomicInteger();
        views.before((operation, _) -> {
            if (operation == Operation.READ && reads.incrementAndGet() == nth) {
                put(order);
            }
        });
        return reads;
    }

    private Optional<ProjectedView<Order>> await(String id, long version, Patience patience) {
        return summaries
                .reader()
                .await(
                        new OrderId(Tenant.ONLY, id).stream(),
                        new StreamVersion(version),
                        patience,
                        timesBehind::incrementAndGet);
    }

    @Test
    void an_order_at_the_version_is_returned_at_once() {
        ProjectedView<Order> order = open("a", 0);
        AtomicInteger reads = putBeforeRead(1, order);
        assertThat(await("a", 3, Patience.FOR_A_ROW)).contains(order);
        assertThat(reads).hasValue(1);
        assertThat(timesBehind).hasValue(0);
    }

    @Test
    void an_order_beyond_the_version_is_returned_at_once() {
        ProjectedView<Order> order = put(open("a", 0));
        assertThat(await("a", 2, Patience.NONE)).contains(order);
    }

    @Test
    void await_returns_the_order_once_it_has_reached_the_version() {
        ProjectedView<Order> order = open("a", 0);
        AtomicInteger reads = putBeforeRead(4, order);
        assertThat(await("a", 3, SHORT)).contains(order);
        assertThat(reads).hasValue(4);
        assertThat(timesBehind).hasValue(1);
    }

    @Test
    void await_returns_empty_when_its_patience_is_over() {
        put(open("a", 0));
        AtomicInteger reads = putBeforeRead(0, open("b", 0));
        assertThat(await("a", 4, SHORT)).isEmpty();
        assertThat(reads).hasValue(1 + SHORT.pauses().size());
        assertThat(await("b", 1, Patience.NONE)).isEmpty();
    }

    @Test
    void a_row_is_looked_at_seven_times_in_two_seconds_and_a_page_three_times() {
        assertThat(Patience.FOR_A_ROW.pauses()).hasSize(6);
        assertThat(Patience.FOR_A_ROW.total()).isEqualTo(Duration.ofSeconds(2));
        assertThat(Patience.FOR_A_PAGE.pauses()).hasSize(2);
        assertThat(Patience.FOR_A_PAGE.total()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void nothing_is_waited_for_if_the_caller_finds_out_that_it_does_not_exist() {
        AtomicInteger reads = putBeforeRead(0, open("a", 0));
        assertThatThrownBy(() ->
                        summaries
                                .reader()
                                .await(
                                        new OrderId(Tenant.ONLY, "a").stream(),
                                        new StreamVersion(1),
                                        Patience.FOR_A_ROW,
                                        () -> {
                                            throw new IllegalStateException("no such version");
                                        }))
                .hasMessage("no such version");
        assertThat(reads).hasValue(1);
    }

    @Test
    void a_parked_row_is_not_waited_for_and_enough_if_it_has_the_version() {
        ProjectedView<Order> order = open("a", 0);
        rows.put(parked(order));
        AtomicInteger reads = putBeforeRead(0, order);
        assertThat(await("a", 4, Patience.FOR_A_ROW)).isEmpty();
        assertThat(reads).hasValue(1);
        assertThat(await("a", 3, Patience.FOR_A_ROW).map(ProjectedView::parked)).hasValue(true);
        assertThat(reads).hasValue(2);
    }

    @Test
    void await_returns_empty_when_interrupted_and_keeps_the_interrupt() {
        Thread.currentThread().interrupt();
        assertThat(await("a", 1, Patience.FOR_A_ROW)).isEmpty();
        assertThat(Thread.interrupted()).isTrue();
    }

    private ProjectedRow parked(ProjectedView<Order> order) {
        return new ProjectedRow(
                new RowKey(projection.name(), 1, order.stream()),
                order.version(),
                Optional.of(order.updatedAt()),
                Optional.of(Commits.digest("commit")),
                Optional.of(projection.encode(order.view())),
                entries(order),
                Optional.of(
                        new ProjectedRow.Parked(
                                4, ProjectedRow.Parked.Reason.DAMAGED, 1, "no JSON")));
    }
}
