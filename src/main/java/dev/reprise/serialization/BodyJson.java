package dev.reprise.serialization;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.function.Predicate;

/** The JSON names and values of an event's fields, as stored and as the HTTP API shows them. */
public final class BodyJson {

    /** The field that names the event's type. */
    public static final String EVENT_TYPE = "eventType";

    /** The field with the schema version; absent for version 1. */
    static final String SCHEMA_VERSION = "revision";

    private BodyJson() {}

    /** Puts the body's fields into an object, in order and without the absent ones. */
    public static void putFields(EventBody body, ObjectNode object) {
        putFields(body, object, _ -> true);
    }

    /** The same, without the personal values. */
    public static void putFieldsWithoutPersonal(EventBody body, ObjectNode object) {
        putFields(body, object, field -> field.type() != Field.Type.PERSONAL);
    }

    private static void putFields(EventBody body, ObjectNode object, Predicate<Field> wanted) {
        for (int i = 0; i < body.schema().fields().size(); i++) {
            Field field = body.schema().fields().get(i);
            if (!wanted.test(field)) {
                continue;
            }
            String name = field.name();
            switch (body.value(i)) {
                case null -> {}
                case String text -> object.put(name, text);
                case Long number -> object.put(name, number);
                case BigDecimal decimal -> object.put(name, decimal);
                case Boolean bool -> object.put(name, bool);
                case Object other ->
                        throw new IllegalStateException(
                                "field " + name + " has a value of no declared type: " + other);
            }
        }
    }
}
