package dev.reprise.serialization;

import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What an event consists of, whatever the format it is stored in: the values of the fields of its
 * {@link EventSchema}, each of them checked.
 */
public final class EventBody {

    private static final int MAX_DIGITS = 256;

    private final EventSchema form;
    private final @Nullable Object[] values;

    EventBody(EventSchema form, @Nullable Object[] values) {
        if (values.length != form.fields().size()) {
            throw new IllegalArgumentException(
                    form + " has " + form.fields().size() + " fields, not " + values.length);
        }
        this.form = form;
        this.values = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            this.values[i] = checked(form.fields().get(i), values[i]);
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
            case TEXT -> whole(field, ofType(String.class, field, value));
            case INTEGER ->
                    ofType(
                            Long.class,
                            field,
                            value instanceof Integer number ? number.longValue() : value);
            case DECIMAL -> plain(field, ofType(BigDecimal.class, field, value));
            case BOOLEAN -> ofType(Boolean.class, field, value);
        };
    }

    private <T> T ofType(Class<T> type, Field field, Object value) {
        if (!type.isInstance(value)) {
            throw refusal(field.name(), "is not " + field.type().words());
        }
        return type.cast(value);
    }

    /** Half of a surrogate pair would be stored as a question mark. */
    private String whole(Field field, String text) {
        int c;
        for (int i = 0; i < text.length(); i += Character.charCount(c)) {
            c = text.codePointAt(i);
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                throw refusal(field.name(), "holds half of a surrogate pair");
            }
        }
        return text;
    }

    /** Looked at before it is written out: 1e999999999 is short only in this form. */
    private BigDecimal plain(Field field, BigDecimal decimal) {
        if (decimal.scale() > MAX_DIGITS
                || (long) decimal.precision() - decimal.scale() > MAX_DIGITS) {
            throw refusal(
                    field.name(), "has more than " + MAX_DIGITS + " digits on a side of its point");
        }
        return decimal.scale() < 0 ? decimal.setScale(0) : decimal;
    }

    public EventSchema form() {
        return form;
    }

    /** The name of the event's type. */
    public String type() {
        return form.type();
    }

    /**
     * Whether an optional field is there.
     *
     * @throws IllegalArgumentException if the form has no field of this name
     */
    public boolean has(String field) {
        return values[index(field)] != null;
    }

    /**
     * The value of a text field.
     *
     * @throws IllegalArgumentException if the form has no field of this name and type, or it is
     *     absent
     */
    public String text(String field) {
        return value(field, String.class);
    }

    /**
     * The value of a whole number's field.
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
     * The value of a field that is true or false.
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
            throw refusal(field, "is absent");
        }
        if (!type.isInstance(value)) {
            throw refusal(field, "is " + form.fields().get(index).type().words());
        }
        return type.cast(value);
    }

    private int index(String field) {
        int index = form.indexOf(field);
        if (index < 0) {
            throw refusal(field, "is not known");
        }
        return index;
    }

    /** The value of a field by its place; null if it is absent. */
    @Nullable Object value(int index) {
        return values[index];
    }

    private IllegalArgumentException refusal(String field, String why) {
        return new IllegalArgumentException("field " + field + " of " + form + " " + why);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EventBody that
                && form.equals(that.form)
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * form.hashCode() + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return form + " " + Arrays.toString(values);
    }
}
