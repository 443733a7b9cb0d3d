package dev.reprise.processes;

import dev.reprise.aggregates.Aggregate;

/**
 * The streams that a process sends its commands to.
 *
 * @param category the category of the streams
 * @param aggregate decides the commands. Use the same aggregate as the rest of the service does,
 *     with the personal values of its events
 * @param <C> commands
 * @param <R> reasons for a rejection
 */
public record Target<C, R>(String category, Aggregate<C, ?, ?, R> aggregate) {}
