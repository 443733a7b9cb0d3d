/**
 * Streams of events: what a store of them promises, and how a command is handled on top of one.
 *
 * <p>To put an aggregate of your own on it, write a {@link dev.reprise.aggregates.Decider} and an
 * {@link dev.reprise.eventstore.EventCodec}; a {@link dev.reprise.aggregates.CommandHandler} then
 * runs its commands and a {@link dev.reprise.aggregates.StreamReplay} shows its past. Nothing in
 * this package knows of AWS, of JSON or of orders.
 */
@NullMarked
package dev.reprise.eventstore;

import org.jspecify.annotations.NullMarked;
