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

    /**
     * The reason in a command.
     *
     * @throws IllegalArgumentException as {@link Texts#normalize} does
     */
    public static CancellationReason parse(String text) {
        return new CancellationReason(Texts.normalize(text));
    }

    @Override
    public String toString() {
        return value;
    }
}
