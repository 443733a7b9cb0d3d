package dev.reprise.projections;

import java.time.Instant;

/**
 * How far a projection has come.
 *
 * @param committedAt the instant of the newest commit in the last batch that was applied
 * @param appliedAt when that was
 */
public record Progress(Instant committedAt, Instant appliedAt) {}
