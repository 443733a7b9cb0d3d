package dev.reprise.projections;

/**
 * The store cannot keep a row as it is: it is too large, or a key or a number in it is beyond what
 * the store takes. Writing it again fails again.
 */
public final class RowRefusedException extends RuntimeException {

    /** A refusal. */
    public RowRefusedException(String message) {
        super(message);
    }

    /** A row is larger than the store's limit. */
    public static RowRefusedException tooLarge(int bytes, int limit) {
        return new RowRefusedException(
                "the row takes " + bytes + " bytes; the limit is " + limit + " bytes");
    }
}
