package dev.reprise.serialization;

import java.util.function.UnaryOperator;

/**
 * Turns a body of an older schema into a body of a newer one, of the same event type or of a
 * renamed one. Upcasters run one after another when events are read. Stored events do not change.
 *
 * @param to has a higher schema version than {@code from}
 * @param step makes the body of {@code to} from the body of {@code from}; a pure function
 */
public record Upcaster(EventSchema from, EventSchema to, UnaryOperator<EventBody> step) {

    public Upcaster {
        if (to.schemaVersion() <= from.schemaVersion()) {
            throw new IllegalArgumentException(
                    "an upcaster must lead to a higher schema version, but this one leads from "
                            + from
                            + " to "
                            + to);
        }
    }

    EventBody upcast(EventBody older) {
        EventBody newer = step.apply(older);
        if (!newer.schema().equals(to)) {
            throw new IllegalArgumentException(
                    "the upcaster from "
                            + from
                            + " to "
                            + to
                            + " returned a body of "
                            + newer.schema()
                            + " with the fields "
                            + newer.schema().fields());
        }
        return newer;
    }
}
