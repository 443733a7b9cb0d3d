/**
 * The event store as a port: {@link dev.reprise.eventstore.EventStore}, the commits that it stores,
 * and an implementation in memory. Package {@link dev.reprise.aggregates} handles commands on it.
 *
 * <p>Nothing in this package depends on AWS, on a serialization format or on an aggregate.
 */
@NullMarked
package dev.reprise.eventstore;

import org.jspecify.annotations.NullMarked;
