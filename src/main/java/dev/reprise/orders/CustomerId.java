package dev.reprise.orders;

import dev.reprise.values.Ids;

/**
 * The id of the customer who ordered.
 *
 * @param value 1 to 128 of the ASCII letters, digits, {@code .}, {@code _}, {@code -} and {@code
 *     :}, not {@code .} or {@code ..}
 */
public record CustomerId(String value) {

    public CustomerId {
        Ids.require(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
