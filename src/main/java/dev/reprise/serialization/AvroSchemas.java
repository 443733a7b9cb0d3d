package dev.reprise.serialization;

import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * The Avro schemas of declared forms: a record each, named after its event type, with {@code _2}
 * and so on behind it for a later schema version. Whole numbers are {@code long}, decimals {@code
 * bytes} with the logical type {@code big-decimal}, fields that may be absent a union with {@code
 * null}.
 *
 * @see <a href="https://avro.apache.org/docs/1.12.0/specification/">Apache Avro specification</a>
 */
public final class AvroSchemas {

    private AvroSchemas() {}

    /** The union of the records of all forms, for readers elsewhere. */
    public static Schema union(EventSchemas forms) {
        return Schema.createUnion(
                forms.all().stream().map(form -> record(forms.namespace(), form)).toList());
    }

    /** The schema that events of one form are written with: an array of its record. */
    static Schema array(String namespace, EventSchema form) {
        return Schema.createArray(record(namespace, form));
    }

    private static Schema record(String namespace, EventSchema form) {
        List<Schema.Field> fields = form.fields().stream().map(AvroSchemas::field).toList();
        return Schema.createRecord(form.schemaName(), null, namespace, false, fields);
    }

    private static Schema.Field field(Field field) {
        return field.optional()
                ? new Schema.Field(
                        field.name(),
                        Schema.createUnion(Schema.create(Schema.Type.NULL), type(field)),
                        null,
                        Schema.Field.NULL_DEFAULT_VALUE)
                : new Schema.Field(field.name(), type(field));
    }

    private static Schema type(Field field) {
        return switch (field.type()) {
            case TEXT -> Schema.create(Schema.Type.STRING);
            case INTEGER -> Schema.create(Schema.Type.LONG);
            case DECIMAL -> LogicalTypes.bigDecimal().addToSchema(Schema.create(Schema.Type.BYTES));
            case BOOLEAN -> Schema.create(Schema.Type.BOOLEAN);
        };
    }
}
