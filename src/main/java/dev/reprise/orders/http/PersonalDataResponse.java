package dev.reprise.orders.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of a customer: a page of the customer's orders, the newest created first.
 *
 * @param forgottenAt when the personal data in them was erased; absent if it was not
 * @param next what to send as {@code cursor} for the next page; absent on the last page
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PersonalDataResponse(
        String customerId,
        @Nullable String forgottenAt,
        List<OrderResponse> orders,
        @Nullable String next) {

    PersonalDataResponse {
        orders = List.copyOf(orders);
    }
}
