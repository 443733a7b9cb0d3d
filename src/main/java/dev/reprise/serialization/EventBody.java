package dev.reprise.serialization;

import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The values of an event's fields, as its {@link EventSchema} declares them. Every value was
 * checked against its field's type. A body does not depend on the {@link EventFormat}.
 */
public final class EventBody {

    private static final int MAX_DIGITS = 256;

    private final EventSchema schema;
    private final @Nullable Object[] values;

    EventBody(EventSchema schema, @Nullable Object[] values) {
        if (values.length != schema.fields().size()) {
            throw new IllegalArgumentException(
                    schema
                            + " has "
                            + schema.fields().size()
                            + " fields, but "
                            + values.length
                            + " values were given");
        }
        this.schema = schema;
        this.values = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            this.values[i] = checked(schema.fields().get(i), values[i]);
        }
    }

    private @Nullable Object checked(Field field, @Nullable Object value) {
        if (value == null) {
            if (field.optional()) {
                return null;
            }
            throw refusal(field.name(), "is missing");
        }
        return switch (field.type()) {
            case TEXT, PERSONAL -> wellFormed(field, ofType(String.class, field, value));
            case INTEGER ->
                    ofType(
                            Long.class,
                            field,
                            value instanceof Integer number ? number.longValue() : value);
            case DECIMAL -> withoutExponent(field, ofType(BigDecimal.class, field, value));
            case BOOLEAN -> ofType(Boolean.class, field, value);
        };
    }

    private <T> T ofType(Class<T> type, Field field, Object value) {
        if (!type.isInstance(value)) {
            throw refusal(
                    field.name(),
                    "must be " + field.type().description() + ", not " + description(value));
        }
        return type.cast(value);
    }

    private static String description(Object value) {
        return switch (value) {
            case String _ -> "a text";
            case Long _, Integer _ -> "a whole number";
            case BigDecimal _ -> "a decimal";
            case Boolean _ -> "true or false";
            case Object other -> "a " + other.getClass().getSimpleName();
        };
    }

    /** UTF-8 has no unpaired surrogates: they would be stored as question marks. */
    private String wellFormed(Field field, String text) {
        int c;
        for (int i = 0; i < text.length(); i += Character.charCount(c)) {
            c = text.codePointAt(i);
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                throw refusal(
                        field.name(),
                        "must not hold an unpaired surrogate (at character " + i + ")");
            }
        }
        return text;
    }

    /**
     * Checks the number of digits first: writing 1e999999999 without its exponent takes a gigabyte.
     */
    private BigDecimal withoutExponent(Field field, BigDecimal decimal) {
        if (decimal.scale() > MAX_DIGITS
                || (long) decimal.precision() - decimal.scale() > MAX_DIGITS) {
            throw refusal(
                    field.name(),
                    "must have at most "
                            + MAX_DIGITS
                            + " digits before and after its decimal point");
        }
        return decimal.scale() < 0 ? decimal.setScale(0) : decimal;
    }

    public EventSchema schema() {
        return schema;
    }

    /** The stored name of the event's type. */
    public String type() {
        return schema.type();
    }

    /**
     * Whether a field has a value: false for an absent optional field.
     *
     * @throws IllegalArgumentException if the schema has no field of this name
     */
    public boolean has(String field) {
        return values[index(field)] != null;
    }

    /**
     * The value of a text field, or the stored form of a personal value.
     *
     * @throws IllegalArgumentException if the schema has no field of this name and type, or the
     *     field is absent
     */
    public String text(String field) {
        return value(field, String.class);
    }

    /**
     * The value of an integer field.
     *
     * @throws IllegalArgumentException as {@link #text}
     */
    public long integer(String field) {
        return value(field, Long.class);
    }

    /**
     * The value of a decimal field; its scale is 0 or more.
     *
     * @throws IllegalArgumentException as {@link #text}
     */
    public BigDecimal decimal(String field) {
        return value(field, BigDecimal.class);
    }

    /**
     * The value of a boolean field.
     *
     * @throws IllegalArgumentException as {@link #text}
     */
    public boolean bool(String field) {
        return value(field, Boolean.class);
    }

    private <T> T value(String field, Class<T> type) {
        int index = index(field);
        Object value = values[index];
        if (value == null) {
            throw refusal(field, "is absent: ask has(\"" + field + "\") first");
        }
        if (!type.isInstance(value)) {
            throw refusal(
                    field,
                    "is "
                            + schema.fields().get(index).type().description()
                            + ", not a "
                            + type.getSimpleName());
        }
        return type.cast(value);
    }

    private int index(String field) {
        int index = schema.indexOf(field);
        if (index < 0) {
            throw refusal(field, "is not declared");
        }
        return index;
    }

    /** The value of the field at an index; null if it is absent. */
    @Nullable Object value(int index) {
        return values[index];
    }

    private IllegalArgumentException refusal(String field, String why) {
        return new IllegalArgumentException("field " + field + " of " + schema + " " + why);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EventBody that
                && schema.equals(that.schema)
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * schema.hashCode() + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return schema + " " + Arrays.toString(values);
    }
}
