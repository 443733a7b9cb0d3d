package dev.reprise.orders.http;

import dev.reprise.aggregates.VersionedState;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.StreamName;
import dev.reprise.http.AggregateResponses;
import dev.reprise.http.EventsView;
import dev.reprise.http.RequestContext;
import dev.reprise.orders.Order;
import dev.reprise.orders.OrderEventCodec;
import dev.reprise.orders.OrderId;
import dev.reprise.orders.OrderPersonalData;
import dev.reprise.projections.Parallel;
import dev.reprise.projections.ProjectionPage;
import dev.reprise.serialization.EventBody;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/** Shows orders, whose personal values are decrypted for that. */
@Singleton
final class OrderAnswers {

    private final OrderPersonalData personal;
    private final AggregateResponses<Order, Order.Rejection> responses;
    private final EventsView<Order.Event> events;

    @Inject
    OrderAnswers(OrderPersonalData personal, RequestContext request) {
        this.personal = personal;
        this.events = new EventsView<>(OrdersResource.ORDER_ID, this::body);
        this.responses =
                new AggregateResponses<>(
                        OrderProblems.ORDER,
                        (id, order) -> body(new OrderId(request.tenant(), id).stream(), order),
                        OrderProblems::rejected);
    }

    /** The answers to commands and to reads. */
    AggregateResponses<Order, Order.Rejection> responses() {
        return responses;
    }

    /** The body that shows the order of a stream. */
    private OrderResponse body(StreamName stream, VersionedState<Order> order) {
        Order shown = personal.opened(stream, order.state());
        return OrderResponse.of(
                stream.id(), new VersionedState<>(shown, order.version(), order.at()));
    }

    /** The bodies that show the orders of a page. Their customers' keys are read side by side. */
    List<OrderResponse> bodies(ProjectionPage<Order> page) {
        return List.copyOf(
                Parallel.map(page.views(), row -> body(row.stream(), VersionedState.of(row)))
                        .values());
    }

    /** How events are shown. */
    EventsView<Order.Event> events() {
        return events;
    }

    private EventBody body(RecordedEvent<Order.Event> event) {
        return OrderEventCodec.shownBody(personal.opened(event.stream(), event.event()));
    }
}
