package dev.reprise.serialization;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;

/** The fields of events as JSON shows them, also where something else is shown around them. */
public final class BodyJson {

    /** The field that names the event's type. */
    public static final String EVENT_TYPE = "eventType";

    /** The field with the schema version of its form, absent for the first. */
    static final String SCHEMA_VERSION = "revision";

    private BodyJson() {}

    /** Puts the body's own fields into an object, in their order; what is absent is left out. */
    public static void putFields(EventBody body, ObjectNode object) {
        for (int i = 0; i < body.form().fields().size(); i++) {
            String name = body.form().fields().get(i).name();
            switch (body.value(i)) {
                case null -> {}
                case String text -> object.put(name, text);
                case Long number -> object.put(name, number);
                case BigDecimal decimal -> object.put(name, decimal);
                case Boolean bool -> object.put(name, bool);
                case Object other -> throw new IllegalStateException(name + " is " + other);
            }
        }
    }
}
