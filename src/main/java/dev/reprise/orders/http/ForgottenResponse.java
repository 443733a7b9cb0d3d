package dev.reprise.orders.http;

import dev.reprise.eventstore.TimestampFormat;
import java.time.Instant;

/**
 * The answer to the call that erases a customer's personal data.
 *
 * @param forgottenAt when it was erased first
 */
record ForgottenResponse(String customerId, String forgottenAt) {

    static ForgottenResponse of(String customerId, Instant forgottenAt) {
        return new ForgottenResponse(customerId, TimestampFormat.format(forgottenAt));
    }
}
