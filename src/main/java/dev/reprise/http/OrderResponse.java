package dev.reprise.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reprise.eventstore.TimestampFormat;
import dev.reprise.orders.CancellationReason;
import dev.reprise.orders.OrderLine;
import dev.reprise.orders.OrderStatus;
import dev.reprise.orders.OrderSummary;
import dev.reprise.orders.ShippingAddress;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An order as it is answered. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record OrderResponse(
        String orderId,
        String customerId,
        OrderStatus status,
        List<Item> items,
        BigDecimal total,
        @Nullable String shippingAddress,
        @Nullable String cancellationReason,
        long version,
        String createdAt,
        String updatedAt) {

    record Item(String itemId, long quantity, BigDecimal price) {

        static Item of(OrderLine line) {
            return new Item(line.itemId().value(), line.quantity(), line.price().amount());
        }
    }

    OrderResponse {
        items = List.copyOf(items);
    }

    static OrderResponse of(OrderSummary order) {
        return new OrderResponse(
                order.orderId().value(),
                order.customerId().value(),
                order.status(),
                order.lines().lines().stream().map(Item::of).toList(),
                order.total(),
                order.shippingAddress().map(ShippingAddress::value).orElse(null),
                order.cancellationReason().map(CancellationReason::value).orElse(null),
                order.version().value(),
                TimestampFormat.format(order.createdAt()),
                TimestampFormat.format(order.updatedAt()));
    }

    /** The order as an answer, with its tag. */
    static Response answer(Response.ResponseBuilder success, OrderSummary order) {
        return success.header(HttpHeaders.ETAG, EntityTags.of(order.version()))
                .entity(of(order))
                .build();
    }
}
