package dev.reprise.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.StreamVersion;
import dev.reprise.projections.InterceptedViewStore.Operation;
import dev.reprise.projections.ProjectedView;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Waiting for the row of an order to reach a version. */
class OrderSummariesAwaitTest extends OrderSummariesFixture {

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

    @Test
    void an_order_at_the_version_is_returned_at_once() {
        ProjectedView<Order> order = open("a", 0);
        AtomicInteger reads = putBeforeRead(1, order);
        assertThat(summaries.reader().await(order.stream(), order.version(), Duration.ZERO))
                .contains(order);
        assertThat(reads).hasValue(1);
    }

    @Test
    void an_order_beyond_the_version_is_returned_at_once() {
        ProjectedView<Order> order = put(open("a", 0));
        assertThat(summaries.reader().await(order.stream(), new StreamVersion(2), Duration.ZERO))
                .contains(order);
    }

    @Test
    void await_returns_the_order_once_it_has_reached_the_version() {
        ProjectedView<Order> order = open("a", 0);
        AtomicInteger reads = putBeforeRead(4, order);
        assertThat(
                        summaries
                                .reader()
                                .await(order.stream(), order.version(), Duration.ofSeconds(30)))
                .contains(order);
        assertThat(reads).hasValue(4);
    }

    @Test
    void await_returns_empty_when_its_patience_is_over() {
        ProjectedView<Order> order = put(open("a", 0));
        assertThat(summaries.reader().await(order.stream(), new StreamVersion(4), Duration.ZERO))
                .isEmpty();
        assertThat(
                        summaries
                                .reader()
                                .await(
                                        new OrderId("b").stream(),
                                        new StreamVersion(1),
                                        Duration.ZERO))
                .isEmpty();
    }

    @Test
    void await_returns_empty_when_interrupted_and_keeps_the_interrupt() {
        Thread.currentThread().interrupt();
        assertThat(
                        summaries
                                .reader()
                                .await(
                                        new OrderId("a").stream(),
                                        new StreamVersion(1),
                                        Duration.ofSeconds(30)))
                .isEmpty();
        assertThat(Thread.interrupted()).isTrue();
    }
}
