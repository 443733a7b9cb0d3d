package dev.reprise.projections;

import dev.reprise.eventstore.StreamName;
import java.time.Instant;
import java.util.Optional;

/**
 * The newest commit that a projection has applied, and when.
 *
 * @param committedAt the instant of the newest commit in the last batch that was applied
 * @param appliedAt when that batch was applied
 * @param stream the stream of that commit; empty if an earlier release saved the progress
 */
public record Progress(Instant committedAt, Instant appliedAt, Optional<StreamName> stream) {}
