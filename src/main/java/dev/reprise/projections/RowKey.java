package dev.reprise.projections;

import dev.reprise.eventstore.StreamName;

/**
 * The key of a row.
 *
 * @param generation the number of the generation, from 1; see {@link Generations}
 */
public record RowKey(String projection, int generation, StreamName stream) {}
