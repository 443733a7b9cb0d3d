package dev.reprise.projections;

/** A row is larger than the store's limit. Writing it again fails again. */
public final class RowTooLargeException extends RuntimeException {

    public RowTooLargeException(int bytes, int limit) {
        super("the row takes " + bytes + " bytes; the limit is " + limit + " bytes");
    }
}
