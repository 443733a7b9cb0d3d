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
     * Encodes the events of one commit. {@link #decode} must return equal events: a handler
     * compares them before it appends.
     *
     * @param events at least one, in order
     */
    EncodedEvents encode(List<E> events);

    /**
     * Decodes the events of one commit. Never skips a part that it does not know.
     *
     * @return {@link EncodedEvents#count} events, in order
     * @throws NewerReleaseException if the events need a newer {@link #schemaVersion}, or have a
     *     format, type, schema version or field that this codec does not know
     * @throws UndecodableEventsException if a body is malformed in another way
     */
    List<E> decode(EncodedEvents encoded);

    /**
     * The schema version of the event types: it rises by one with each release that writes events
     * which earlier releases cannot read. 1 for a codec that never changed.
     */
    default int schemaVersion() {
        return 1;
    }
}
