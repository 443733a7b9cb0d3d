/**
 * Aggregates on an event store: what an aggregate consists of, and what runs it.
 *
 * <p>An {@link dev.reprise.aggregates.Aggregate} is a {@link dev.reprise.aggregates.Decider}, an
 * {@link dev.reprise.eventstore.EventCodec} and, for snapshots, a {@link
 * dev.reprise.aggregates.StateCodec}. {@link dev.reprise.aggregates.CommandHandler} handles
 * commands of one stream, {@link dev.reprise.aggregates.JointCommandHandler} those of several;
 * {@link dev.reprise.aggregates.StreamReplay} shows a stream as it was at any version or time.
 */
@NullMarked
package dev.reprise.aggregates;

import org.jspecify.annotations.NullMarked;
