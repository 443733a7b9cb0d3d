/**
 * Aggregates on an event store: the parts of an aggregate, and the classes that run one.
 *
 * <p>An {@link dev.reprise.aggregates.Aggregate} is a {@link dev.reprise.aggregates.Decider}, an
 * {@link dev.reprise.eventstore.EventCodec} and, for snapshots, a {@link
 * dev.reprise.aggregates.StateCodec}. {@link dev.reprise.aggregates.CommandHandler} handles
 * commands to one stream, {@link dev.reprise.aggregates.JointCommandHandler} commands to several.
 * {@link dev.reprise.aggregates.StreamReplay} returns a stream as it was at any version or time.
 */
@NullMarked
package dev.reprise.aggregates;

import org.jspecify.annotations.NullMarked;
