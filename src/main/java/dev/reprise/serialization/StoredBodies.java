package dev.reprise.serialization;

import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.NewerReleaseException;
import dev.reprise.eventstore.UndecodableEventsException;
import java.io.IOException;
import java.util.List;

/**
 * Shows the stored events of an aggregate's streams, in whichever format they are stored: as JSON,
 * in the schemas that they were written with, and with personal values as they are stored. Make one
 * for each aggregate a bean, and {@code GET /streams/{stream}/commits} uses it.
 *
 * @param category of the streams
 */
public record StoredBodies(String category, EventSchemas schemas) {

    /**
     * The events of a commit, as {@link EventFormat#JSON} would store them.
     *
     * @throws NewerReleaseException if they have a format or schema that this release does not know
     * @throws UndecodableEventsException if they are malformed
     */
    public String json(EncodedEvents events) {
        return schemas.formatFor(EventFormat.JSON).encode(stored(events)).json();
    }

    /**
     * The events of a commit in the current schemas of their types.
     *
     * @throws NewerReleaseException as {@link #json}
     * @throws UndecodableEventsException if they are malformed
     */
    public List<EventBody> current(EncodedEvents events) {
        try {
            return stored(events).stream().map(schemas::upcast).toList();
        } catch (IllegalArgumentException e) {
            throw new UndecodableEventsException("a stored event cannot be read", e);
        }
    }

    /** The types of the events. */
    public List<String> types() {
        return schemas.newest().stream().map(EventSchema::type).toList();
    }

    private List<EventBody> stored(EncodedEvents events) {
        EventFormat format =
                EventFormat.stored(events.format())
                        .orElseThrow(() ->
                                NewerReleaseException.unknown("event format " + events.format()));
        try {
            return schemas.formatFor(format).decode(events);
        } catch (IOException | IllegalArgumentException e) {
            throw new UndecodableEventsException(
                    "the stored events are not well-formed "
                            + format.storedName()
                            + ": "
                            + e.getMessage(),
                    e);
        }
    }
}
