package dev.reprise.orders.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reprise.orders.Order;
import dev.reprise.projections.ProjectedView;
import dev.reprise.projections.ProjectionPage;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A page of orders, the newest created first.
 *
 * @param outdated the ids of the orders of this page that have later events, which could not be
 *     applied to the read model; absent if there are none
 * @param next what to send as {@code cursor} for the next page; absent on the last page
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record OrdersResponse(
        List<OrderResponse> orders, @Nullable List<String> outdated, @Nullable String next) {

    OrdersResponse {
        orders = List.copyOf(orders);
        outdated = outdated == null ? null : List.copyOf(outdated);
    }

    static OrdersResponse of(
            ProjectionPage<Order> page, Optional<String> next, OrderAnswers answers) {
        List<String> outdated =
                page.views().stream()
                        .filter(ProjectedView::parked)
                        .map(row -> row.stream().id())
                        .toList();
        return new OrdersResponse(
                answers.bodies(page), outdated.isEmpty() ? null : outdated, next.orElse(null));
    }
}
