package dev.reprise.projections;

import java.time.Instant;

/**
 * The newest commit that a projection has applied, and when.
 *
 * @param committedAt the instant of the newest commit in the last batch that was applied
 * @param appliedAt when that batch was applied
 */
public record Progress(Instant committedAt, Instant appliedAt) {}
