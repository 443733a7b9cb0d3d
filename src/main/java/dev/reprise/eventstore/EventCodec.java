package dev.reprise.eventstore;

import java.util.List;

/**
 * How an aggregate's events are stored. What is written once must be readable for ever: event types
 * are literals, never class names, and old bodies are translated when they are read.
 *
 * <p>A body leaves out what its commit says already: the stream, the sequence number and the
 * timestamp.
 *
 * @param <E> the aggregate's events
 */
public interface EventCodec<E> {

    /**
     * Turns events into what is stored.
     *
     * @param events at least one, in order
     */
    EncodedEvents encode(List<E> events);

    /**
     * Turns what is stored into events.
     *
     * @return as many events as {@link EncodedEvents#count} says, in order
     * @throws UndecodableEventsException if a body is malformed, is of an unknown type or has an
     *     unknown field: nothing is skipped
     */
    List<E> decode(EncodedEvents encoded);
}
