package dev.reprise.orders.http;

import dev.reprise.aggregates.EventPage;
import dev.reprise.aggregates.VersionedState;
import dev.reprise.http.AggregateResponses;
import dev.reprise.orders.Order;
import dev.reprise.orders.OrderId;
import dev.reprise.orders.OrderPersonalData;
import dev.reprise.projections.Parallel;
import dev.reprise.projections.ProjectionPage;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/** Shows orders, whose personal values are decrypted for that. */
@Singleton
final class OrderAnswers {

    private final OrderPersonalData personal;
    private final AggregateResponses<Order, Order.Rejection> responses;

    @Inject
    OrderAnswers(OrderPersonalData personal) {
        this.personal = personal;
        this.responses =
                new AggregateResponses<>(OrderProblems.ORDER, this::body, OrderProblems::rejected);
    }

    /** The answers to commands and to reads. */
    AggregateResponses<Order, Order.Rejection> responses() {
        return responses;
    }

    /** The body that shows an order. */
    OrderResponse body(String orderId, VersionedState<Order> order) {
        Order shown = personal.opened(new OrderId(orderId).stream(), order.state());
        return OrderResponse.of(orderId, new VersionedState<>(shown, order.version(), order.at()));
    }

    /** The bodies that show the orders of a page. Their customers' keys are read side by side. */
    List<OrderResponse> bodies(ProjectionPage<Order> page) {
        return List.copyOf(
                Parallel.map(page.views(), row -> body(row.stream().id(), VersionedState.of(row)))
                        .values());
    }

    /** The events as they are to be shown. */
    EventPage<Order.Event> opened(EventPage<Order.Event> page) {
        return page.map(event -> personal.opened(event.stream(), event.event()));
    }
}
