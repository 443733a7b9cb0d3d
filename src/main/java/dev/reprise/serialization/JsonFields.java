package dev.reprise.serialization;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import java.io.IOException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one JSON object, held until its form is known, whichever of them says it: used for
 * one object after the other. They are taken out one by one, so that what is left in the end is
 * what is not known.
 */
final class JsonFields {

    private final String[] names;
    private final @Nullable Object[] values;
    private int size;
    private int taken;

    /**
     * @param capacity how many an object may have that is of any use
     */
    JsonFields(int capacity) {
        this.names = new String[capacity];
        this.values = new Object[capacity];
    }

    /**
     * Reads the object that the parser has just begun, to its end.
     *
     * @throws IllegalArgumentException if a name stands there twice, there are more than any form
     *     has, or a value is neither text, number, true nor false
     */
    JsonFields read(JsonParser json) throws IOException {
        size = 0;
        taken = 0;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            if (indexOf(name) >= 0) {
                throw new IllegalArgumentException("field " + name + " stands there twice");
            }
            if (size == names.length) {
                throw new IllegalArgumentException(
                        "field " + name + " is one more than any event type has");
            }
            names[size] = name;
            values[size] = value(name, json);
            size++;
        }
        return this;
    }

    private static Object value(String name, JsonParser json) throws IOException {
        return switch (json.nextToken()) {
            case VALUE_STRING -> json.getText();
            case VALUE_NUMBER_INT ->
                    json.getNumberType() == NumberType.BIG_INTEGER
                            ? json.getDecimalValue()
                            : (Object) json.getLongValue();
            case VALUE_NUMBER_FLOAT -> json.getDecimalValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL, START_OBJECT, START_ARRAY ->
                    throw new IllegalArgumentException(
                            "field " + name + " is neither text, number, true nor false");
            case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                    throw new IllegalStateException("no value follows the name " + name);
        };
    }

    /** The value of a field that was not taken yet; null if it is not there. */
    @Nullable Object take(String name) {
        // What was written here comes in the order in which it is taken.
        int index = taken < size && names[taken].equals(name) ? taken : indexOf(name);
        if (index < 0) {
            return null;
        }
        taken++;
        return values[index];
    }

    /**
     * A body of the fields of a form, which must be all that were not taken yet.
     *
     * @throws IllegalArgumentException if one is missing, unknown or not what the form says
     */
    EventBody takeAll(EventSchema form) {
        @Nullable Object[] ofForm = new Object[form.fields().size()];
        for (int i = 0; i < ofForm.length; i++) {
            Field field = form.fields().get(i);
            Object value = take(field.name());
            ofForm[i] =
                    field.type() == Field.Type.DECIMAL && value instanceof Long whole
                            ? BigDecimal.valueOf(whole)
                            : value;
        }
        EventBody body = form.body(ofForm);
        for (int i = 0; taken < size && i < size; i++) {
            if (form.indexOf(names[i]) < 0 && !isOfEvery(names[i])) {
                throw new IllegalArgumentException(
                        "field " + names[i] + " of " + form + " is not known");
            }
        }
        return body;
    }

    private static boolean isOfEvery(String name) {
        return name.equals(BodyJson.EVENT_TYPE) || name.equals(BodyJson.SCHEMA_VERSION);
    }

    private int indexOf(String name) {
        for (int i = 0; i < size; i++) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }
}
