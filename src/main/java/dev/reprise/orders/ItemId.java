package dev.reprise.orders;

import dev.reprise.values.Ids;

/**
 * The id of what was ordered, such as a stock keeping unit.
 *
 * @param value 1 to 128 of the ASCII letters, digits, {@code .}, {@code _}, {@code -} and {@code
 *     :}, not {@code .} or {@code ..}
 */
public record ItemId(String value) {

    public ItemId {
        Ids.require(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
