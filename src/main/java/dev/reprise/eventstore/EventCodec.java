package dev.reprise.eventstore;

import java.util.List;

/**
 * Encodes an aggregate's events for storage, and decodes them. Every later release must read what
 * this release stores: name event types by literals, never by class names, and translate old bodies
 * when they are read.
 *
 * <p>An event's body has no stream, sequence number or timestamp: its commit has them.
 *
 * @param <E> the aggregate's events
 */
public interface EventCodec<E> {

    /**
     * Encodes the events of one commit.
     *
     * @param events at least one, in order
     */
    EncodedEvents encode(List<E> events);

    /**
     * Decodes the events of one commit. Never skips a part that it does not know.
     *
     * @return {@link EncodedEvents#count} events, in order
     * @throws UndecodableEventsException if a body is malformed, has an unknown type or has an
     *     unknown field
     */
    List<E> decode(EncodedEvents encoded);
}
