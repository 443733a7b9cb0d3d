package dev.reprise.projections;

import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import java.time.Instant;

/**
 * A row of a projection, with its view decoded.
 *
 * @param version the number of the last event in the view
 * @param updatedAt the timestamp of that event
 */
public record ProjectedView<V>(
        StreamName stream, V view, StreamVersion version, Instant updatedAt) {}
