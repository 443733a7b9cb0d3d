package dev.reprise.aggregates;

import dev.reprise.eventstore.StreamVersion;
import java.time.Instant;

/**
 * A stream's state as of a version.
 *
 * @param version how many events were folded into it
 * @param at the timestamp of the last of them
 */
public record VersionedState<S>(S state, StreamVersion version, Instant at) {}
