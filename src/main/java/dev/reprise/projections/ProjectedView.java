package dev.reprise.projections;

import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import java.time.Instant;

/**
 * A row of a projection, with its view decoded.
 *
 * @param version the number of the last event in the view
 * @param updatedAt the timestamp of that event
 * @param parked whether later events of the stream could not be applied: the view is out of date
 */
public record ProjectedView<V>(
        StreamName stream, V view, StreamVersion version, Instant updatedAt, boolean parked) {}
