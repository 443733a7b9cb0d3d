package dev.reprise.orders;

import dev.reprise.values.Texts;

/**
 * The address that an order is shipped to.
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
