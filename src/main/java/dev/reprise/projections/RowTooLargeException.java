package dev.reprise.projections;

/** A row that is larger than the store takes, whatever is done again. */
public final class RowTooLargeException extends RuntimeException {

    public RowTooLargeException(int bytes, int limit) {
        super("the row takes " + bytes + " bytes, and the store takes " + limit);
    }
}
