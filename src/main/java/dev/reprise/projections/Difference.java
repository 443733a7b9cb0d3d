package dev.reprise.projections;

/** What is wrong with a row that is not as the events say. */
public enum Difference {
    /** There is no row, although the stream has events. */
    MISSING,
    /** The row lacks events; in a live system they may be on their way. */
    BEHIND,
    /** The row has events that the stream does not have. */
    AHEAD,
    /** The row was made from other commits than those that are there. */
    ANOTHER_HISTORY,
    /** The stream has no events at all. */
    GONE,
    /** The row was altered after it was written. */
    ALTERED,
    /** A commit of the stream could not be applied. */
    PARKED,
    /** The row's last commit cannot be read. */
    UNREADABLE
}
