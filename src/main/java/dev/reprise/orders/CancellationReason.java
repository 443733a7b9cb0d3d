package dev.reprise.orders;

import dev.reprise.values.Texts;

/**
 * Why an order was cancelled.
 *
 * @param value 1 to 1,000 Unicode characters, not all of them blank
 */
public record CancellationReason(String value) {

    public CancellationReason {
        Texts.require(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
