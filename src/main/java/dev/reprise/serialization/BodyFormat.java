package dev.reprise.serialization;

import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.NewerReleaseException;
import java.io.IOException;
import java.util.List;

/** Encodes and decodes the bodies of declared schemas in one format. */
interface BodyFormat {

    /**
     * Encodes bodies.
     *
     * @param bodies at least one, in order
     */
    EncodedEvents encode(List<EventBody> bodies);

    /**
     * Decodes bodies, in order.
     *
     * @throws NewerReleaseException if an event has a schema or a field that is not declared
     * @throws IOException if the stored events are not well-formed
     * @throws IllegalArgumentException if they do not fit a declared schema; the message names the
     *     event type or field
     */
    List<EventBody> decode(EncodedEvents encoded) throws IOException;
}
