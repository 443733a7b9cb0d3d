package dev.reprise.orders.http;

import java.util.List;

/**
 * The scheduled commands of an order.
 *
 * @param pending the ones that wait, the earliest first
 * @param ended the last ones that ran, were refused or were cancelled, the newest end first
 */
record ScheduledCommandsResponse(
        String orderId,
        List<ScheduledCommandResponse> pending,
        List<ScheduledCommandResponse> ended) {

    ScheduledCommandsResponse {
        pending = List.copyOf(pending);
        ended = List.copyOf(ended);
    }
}
