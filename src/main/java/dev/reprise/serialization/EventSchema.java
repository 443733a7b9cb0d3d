package dev.reprise.serialization;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * What an event of a type consists of, or consisted of at a time. Once an event was written in it,
 * all of it is stored for ever; what changes is another form, of the next schema version.
 *
 * @param type the event type's name, a literal: an upper-case letter, then letters and digits
 * @param schemaVersion from 1
 * @param fields in the order in which they are stored
 */
public record EventSchema(String type, int schemaVersion, List<Field> fields) {

    private static final Pattern TYPE = Pattern.compile("[A-Z][A-Za-z0-9]*");

    /** What Protocol Buffers have around events. */
    private static final Set<String> TAKEN =
            Set.of(ProtobufSchema.STORED_EVENT, ProtobufSchema.STORED_EVENTS);

    /** Numbers of which a tag takes four bytes, the ones that Protocol Buffers keep left out. */
    private static final int LEAST_NUMBER = 1 << 20;

    private static final int NUMBERS = (1 << 25) - LEAST_NUMBER;

    public EventSchema {
        fields = List.copyOf(fields);
        if (!TYPE.matcher(type).matches() || TAKEN.contains(type)) {
            throw new IllegalArgumentException(
                    "\"" + type + "\" cannot be the name of an event type");
        }
        if (schemaVersion < 1) {
            throw new IllegalArgumentException(
                    "a schema version of " + type + " is 1 or more, not " + schemaVersion);
        }
        if (fields.stream().map(Field::name).distinct().count() < fields.size()) {
            throw new IllegalArgumentException("two fields of " + type + " have one name");
        }
    }

    /** The first form of an event type. */
    public static EventSchema of(String type, Field... fields) {
        return of(type, 1, fields);
    }

    /** A later form. */
    public static EventSchema of(String type, int schemaVersion, Field... fields) {
        return new EventSchema(type, schemaVersion, Arrays.asList(fields));
    }

    /**
     * A body in this form.
     *
     * @param values one for each field, in their order: {@link String}, {@link Long} or {@link
     *     Integer}, {@link java.math.BigDecimal}, {@link Boolean}; null for an optional field that
     *     is absent
     * @throws IllegalArgumentException if a value is missing, surplus or not what its field holds
     */
    public EventBody body(@Nullable Object... values) {
        return new EventBody(this, values);
    }

    /** Where a field of this name is among the fields, from 0; -1 if there is none. */
    int indexOf(String field) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equals(field)) {
                return i;
            }
        }
        return -1;
    }

    /** The name that only this form has in schemas, where there are no schema versions. */
    String schemaName() {
        return schemaVersion == 1 ? type : type + "_" + schemaVersion;
    }

    /**
     * A number made of all of it, so that another form, also one of the same type and schema
     * version that was declared otherwise at another time, has another. It is a field's number in
     * Protocol Buffers, stored for ever: {@code 2^20 + crc32(text) mod (2^25 - 2^20)}.
     */
    int number() {
        CRC32 crc = new CRC32();
        String text =
                fields.stream()
                        .map(field ->
                                field.name() + ":" + field.type() + (field.optional() ? "?" : ""))
                        .collect(Collectors.joining(",", type + "/" + schemaVersion + "(", ")"));
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return LEAST_NUMBER + (int) (crc.getValue() % NUMBERS);
    }

    /** Of what is compared first, and cheap: forms are looked up for each event. */
    @Override
    public int hashCode() {
        return 31 * type.hashCode() + schemaVersion;
    }

    @Override
    public String toString() {
        return schemaVersion == 1 ? type : type + " of schema version " + schemaVersion;
    }
}
