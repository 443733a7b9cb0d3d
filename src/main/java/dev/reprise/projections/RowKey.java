package dev.reprise.projections;

import dev.reprise.eventstore.StreamName;

/**
 * Which row.
 *
 * @param generation which build of the projection's rows; from 1, never used twice
 */
public record RowKey(String projection, int generation, StreamName stream) {}
