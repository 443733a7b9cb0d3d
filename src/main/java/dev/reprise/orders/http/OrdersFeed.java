package dev.reprise.orders.http;

import dev.reprise.http.FeedView;
import dev.reprise.orders.Order;
import dev.reprise.orders.OrderEventCodec;
import dev.reprise.orders.OrderId;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Shows the events of orders in the feed. */
final class OrdersFeed {

    @Produces
    @Singleton
    FeedView<Order.Event> view(OrderAnswers answers) {
        return new FeedView<>(OrderId.CATEGORY, new OrderEventCodec(), answers.events(), true);
    }
}
