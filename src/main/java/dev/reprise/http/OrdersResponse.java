package dev.reprise.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reprise.orders.OrderPage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of orders, newest created first.
 *
 * @param next what to give as {@code cursor} to have the next page; absent on the last one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record OrdersResponse(List<OrderResponse> orders, @Nullable String next) {

    OrdersResponse {
        orders = List.copyOf(orders);
    }

    static OrdersResponse of(OrderPage page) {
        return new OrdersResponse(
                page.orders().stream().map(OrderResponse::of).toList(),
                page.next().map(Cursor::encode).orElse(null));
    }
}
