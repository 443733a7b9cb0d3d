package dev.reprise.orders;

import static dev.reprise.processes.ProcessScenario.START;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.orders.AbandonedOrders.Watching;
import dev.reprise.orders.Order.Command.CancelOrder;
import dev.reprise.orders.Order.Rejection.AlreadyShipped;
import dev.reprise.processes.Deadline;
import dev.reprise.processes.ProcessScenario;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AbandonedOrdersTest {

    private static final Duration AFTER = Duration.ofDays(30);

    private final ProcessScenario<Order.Event, Watching, Void, Order.Command, Order.Rejection>
            scenario = new ProcessScenario<>(new AbandonedOrders(AFTER));

    private static Deadline deadline(Instant lastChange) {
        return new Deadline("7", "abandoned", lastChange.plus(AFTER));
    }

    @Test
    void an_open_order_without_a_change_is_cancelled() {
        scenario.given("7", OrderSamples.CREATED)
                .whenTimePasses(AFTER)
                .thenSendsIfUnchanged("7", new CancelOrder(new CancellationReason("abandoned")))
                .thenPending();
    }

    @Test
    void it_is_not_cancelled_a_millisecond_earlier() {
        scenario.given("7", OrderSamples.CREATED)
                .whenTimePasses(AFTER.minusMillis(1))
                .thenNothing()
                .thenPending(deadline(START));
    }

    @Test
    void each_change_gives_it_more_time() {
        Instant changed = START.plus(Duration.ofDays(20));
        scenario.given("7", OrderSamples.CREATED)
                .givenTimePassed(Duration.ofDays(20))
                .when("7", OrderSamples.WIDGETS_ADDED)
                .thenPending(deadline(changed));
        scenario.when("7", OrderSamples.WIDGETS_CHANGED).thenPending(deadline(changed));
        scenario.when("7", OrderSamples.WIDGETS_REMOVED).thenPending(deadline(changed));
        scenario.whenTimePasses(AFTER.minusMillis(1)).thenNothing();
        scenario.whenTimePasses(Duration.ofMillis(1)).thenReached(deadline(changed));
    }

    @Test
    void a_shipped_order_is_left_alone() {
        scenario.given("7", OrderSamples.CREATED, OrderSamples.WIDGETS_ADDED)
                .when("7", OrderSamples.SHIPPED)
                .thenPending();
        scenario.whenTimePasses(AFTER.multipliedBy(2)).thenNothing();
    }

    @Test
    void a_cancelled_order_is_left_alone() {
        scenario.given("7", OrderSamples.CREATED).when("7", OrderSamples.CANCELLED).thenPending();
    }

    @Test
    void orders_do_not_wait_for_each_other() {
        scenario.given("7", OrderSamples.CREATED)
                .givenTimePassed(Duration.ofDays(1))
                .given("8", OrderSamples.CREATED)
                .whenTimePasses(AFTER.minusDays(1))
                .thenReached(deadline(START))
                .thenPending(
                        new Deadline("8", "abandoned", START.plus(AFTER).plus(Duration.ofDays(1))));
    }

    @Test
    void an_order_that_was_shipped_meanwhile_stays_shipped() {
        scenario.given("7", OrderSamples.CREATED)
                .givenRejections(new AlreadyShipped())
                .whenTimePasses(AFTER)
                .thenNothing()
                .thenReached(deadline(START))
                .thenPending();
    }

    @Test
    void the_time_is_more_than_0() {
        assertThatThrownBy(() -> new AbandonedOrders(Duration.ZERO))
                .hasMessage(
                        "the time after which an order is abandoned must be more than 0, not PT0S");
    }
}
