package dev.reprise.projections;

import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import java.time.Instant;

/**
 * A stream as a projection shows it.
 *
 * @param version the number of the last event in the view
 * @param updatedAt the timestamp of that event
 */
public record ProjectedView<V>(
        StreamName stream, V view, StreamVersion version, Instant updatedAt) {}
