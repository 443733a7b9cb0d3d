package dev.reprise.orders;

/**
 * How many pieces of an item a command adds.
 *
 * @param value 1 to 1,000,000
 */
public record Quantity(int value) {

    private static final int MAX = 1_000_000;

    public Quantity {
        if (value < 1 || value > MAX) {
            throw new IllegalArgumentException("must be 1 to 1,000,000");
        }
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
