package dev.reprise.metrics;

/** The tables of a service. */
public enum StoredTable {
    EVENTS,
    VIEWS,
    FEED,
    KEYS
}
