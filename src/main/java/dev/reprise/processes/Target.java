package dev.reprise.processes;

import dev.reprise.aggregates.Aggregate;

/**
 * What a process sends its commands to.
 *
 * @param category the category of the streams
 * @param aggregate decides the commands. It should be the same as everywhere else: with the
 *     personal values of its events
 * @param <C> commands
 * @param <R> reasons for a rejection
 */
public record Target<C, R>(String category, Aggregate<C, ?, ?, R> aggregate) {}
