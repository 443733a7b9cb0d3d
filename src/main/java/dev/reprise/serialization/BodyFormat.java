package dev.reprise.serialization;

import dev.reprise.eventstore.EncodedEvents;
import java.io.IOException;
import java.util.List;

/** A format for bodies of declared forms. */
interface BodyFormat {

    /** The bodies as they are stored, in order; at least one. */
    EncodedEvents encode(List<EventBody> bodies);

    /**
     * The bodies that are stored, in order.
     *
     * @throws IOException if they are not well-formed
     * @throws IllegalArgumentException if they are not of declared forms, with a message that names
     *     the type or field
     */
    List<EventBody> decode(EncodedEvents encoded) throws IOException;
}
