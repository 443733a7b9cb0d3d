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

    /**
     * The address in a command.
     *
     * @throws IllegalArgumentException as {@link Texts#normalize} does
     */
    public static ShippingAddress parse(String text) {
        return new ShippingAddress(Texts.normalize(text));
    }

    @Override
    public String toString() {
        return value;
    }
}
