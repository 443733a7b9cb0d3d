package dev.reprise.projections;

/**
 * The indexes that a view store has. Each projection uses them as it sees fit: their entries are
 * apart from one another's.
 */
public enum Index {
    FIRST,
    SECOND
}
