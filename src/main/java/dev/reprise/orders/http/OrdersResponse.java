package dev.reprise.orders.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reprise.aggregates.VersionedState;
import dev.reprise.orders.Order;
import dev.reprise.projections.ProjectionPage;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A page of orders, the newest created first.
 *
 * @param next what to send as {@code cursor} for the next page; absent on the last page
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record OrdersResponse(List<OrderResponse> orders, @Nullable String next) {

    OrdersResponse {
        orders = List.copyOf(orders);
    }

    static OrdersResponse of(ProjectionPage<Order> page, Optional<String> next) {
        return new OrdersResponse(
                page.views().stream()
                        .map(row -> OrderResponse.of(row.stream().id(), VersionedState.of(row)))
                        .toList(),
                next.orElse(null));
    }
}
