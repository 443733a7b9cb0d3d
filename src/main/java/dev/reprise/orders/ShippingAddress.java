package dev.reprise.orders;

import dev.reprise.values.Texts;

/**
 * Where an order is shipped to, as one text.
 *
 * @param value 1 to 1,000 Unicode characters, not all of them blank
 */
public record ShippingAddress(String value) {

    public ShippingAddress {
        Texts.require(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
