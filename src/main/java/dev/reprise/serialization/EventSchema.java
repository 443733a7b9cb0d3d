package dev.reprise.serialization;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one event type in one schema version. A schema never changes once an event was
 * stored with it: declare a schema with the next schema version instead.
 *
 * @param type the stored name of the event type, a literal: an upper-case letter, then letters and
 *     digits
 * @param schemaVersion 1 or more
 * @param fields in stored order; may be empty
 */
public record EventSchema(String type, int schemaVersion, List<Field> fields) {

    /** The field of an answer that is true if a personal value was forgotten, and else absent. */
    public static final String FORGOTTEN = "forgotten";

    private static final Pattern TYPE = Pattern.compile("[A-Z][A-Za-z0-9]*");

    /** Names of the Protocol Buffers messages around the events. */
    private static final Set<String> RESERVED_TYPES =
            Set.of(ProtobufSchema.STORED_EVENT, ProtobufSchema.STORED_EVENTS);

    /**
     * The lowest field number used. From here to 2^25 a Protocol Buffers tag takes four bytes, and
     * no number is one that Protocol Buffers reserve (19,000 to 19,999).
     */
    private static final int MIN_NUMBER = 1 << 20;

    private static final int NUMBERS = (1 << 25) - MIN_NUMBER;

    public EventSchema {
        fields = List.copyOf(fields);
        if (!TYPE.matcher(type).matches() || RESERVED_TYPES.contains(type)) {
            throw new IllegalArgumentException(
                    "an event type's name is an upper-case letter, then letters and digits, and not"
                            + " one of "
                            + RESERVED_TYPES
                            + "; \""
                            + type
                            + "\" is not");
        }
        if (schemaVersion < 1) {
            throw new IllegalArgumentException(
                    "the schema version of " + type + " must be 1 or more, not " + schemaVersion);
        }
        if (fields.stream().map(Field::name).distinct().count() < fields.size()) {
            throw new IllegalArgumentException(
                    "the fields of " + type + " must have different names: " + fields);
        }
    }

    /** The schema of an event type in schema version 1. */
    public static EventSchema of(String type, Field... fields) {
        return of(type, 1, fields);
    }

    /** The schema of an event type in a later schema version. */
    public static EventSchema of(String type, int schemaVersion, Field... fields) {
        return new EventSchema(type, schemaVersion, Arrays.asList(fields));
    }

    /**
     * A body with these values.
     *
     * @param values one for each field, in order: {@link String}, {@link Long} or {@link Integer},
     *     {@link java.math.BigDecimal}, {@link Boolean}; null for an absent optional field
     * @throws IllegalArgumentException if a value is missing, there are too many values, or a value
     *     does not have its field's type
     */
    public EventBody body(@Nullable Object... values) {
        return new EventBody(this, values);
    }

    /**
     * The fields as an answer has them: a personal value is a text, which is absent if it was
     * forgotten, and {@value #FORGOTTEN} says so.
     */
    public EventSchema shown() {
        if (fields.stream().noneMatch(EventSchema::isPersonal)) {
            return this;
        }
        List<Field> shown = new ArrayList<>();
        for (Field field : fields) {
            shown.add(isPersonal(field) ? Field.text(field.name()).orAbsent() : field);
        }
        shown.add(Field.bool(FORGOTTEN).orAbsent());
        return new EventSchema(type, schemaVersion, shown);
    }

    private static boolean isPersonal(Field field) {
        return field.type() == Field.Type.PERSONAL;
    }

    /** The index of the field with this name, from 0; -1 if there is none. */
    int indexOf(String field) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equals(field)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * The name of this schema in the Avro and Protocol Buffers schemas: the type, followed by
     * {@code _2} and so on from the second schema version.
     */
    String schemaName() {
        return schemaVersion == 1 ? type : type + "_" + schemaVersion;
    }

    /**
     * This schema's field number in Protocol Buffers: {@code 2^20 + crc32(text) mod (2^25 - 2^20)}
     * of a text of type, schema version and fields. A schema that differs in any of them has a
     * different number, apart from rare collisions, which {@link EventSchemas} refuses. The number
     * is stored with every event.
     */
    int number() {
        CRC32 crc = new CRC32();
        String text =
                fields.stream()
                        .map(field ->
                                field.name() + ":" + field.type() + (field.optional() ? "?" : ""))
                        .collect(Collectors.joining(",", type + "/" + schemaVersion + "(", ")"));
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return MIN_NUMBER + (int) (crc.getValue() % NUMBERS);
    }

    /** Without the fields, to be cheap: a schema is looked up for each event. */
    @Override
    public int hashCode() {
        return 31 * type.hashCode() + schemaVersion;
    }

    @Override
    public String toString() {
        return schemaVersion == 1 ? type : type + " of schema version " + schemaVersion;
    }
}
