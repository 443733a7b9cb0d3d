package dev.reprise.serialization;

import java.util.function.UnaryOperator;

/**
 * Turns a body of an older form into one of a later form: of the same event type, or of the one
 * that it is called now. Upcasters are chained when events are read; what is stored stays as it is.
 *
 * @param to of a higher schema version than {@code from}
 * @param step from a body in the one form to a body in the other; pure
 */
public record Upcaster(EventSchema from, EventSchema to, UnaryOperator<EventBody> step) {

    public Upcaster {
        if (to.schemaVersion() <= from.schemaVersion()) {
            throw new IllegalArgumentException(
                    "an upcaster from " + from + " leads to a higher schema version, not to " + to);
        }
    }

    EventBody upcast(EventBody older) {
        EventBody later = step.apply(older);
        if (!later.form().equals(to)) {
            throw new IllegalArgumentException(
                    "the upcaster from " + from + " to " + to + " made a " + later.form());
        }
        return later;
    }
}
