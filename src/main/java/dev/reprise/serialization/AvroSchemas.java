package dev.reprise.serialization;

import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * The Avro schemas of declared event schemas. Each is a record named after its event type, followed
 * by {@code _2} and so on from the second schema version. An integer is a {@code long}, a decimal
 * is {@code bytes} with the logical type {@code big-decimal}, and an optional field is a union with
 * {@code null}.
 *
 * @see <a href="https://avro.apache.org/docs/1.12.0/specification/">Apache Avro specification</a>
 */
public final class AvroSchemas {

    private AvroSchemas() {}

    /** The union of all records, for readers outside this code. */
    public static Schema union(EventSchemas schemas) {
        return Schema.createUnion(
                schemas.all().stream().map(schema -> record(schemas.namespace(), schema)).toList());
    }

    /** The Avro schema that events of one schema are written with: an array of its record. */
    static Schema array(String namespace, EventSchema schema) {
        return Schema.createArray(record(namespace, schema));
    }

    private static Schema record(String namespace, EventSchema schema) {
        List<Schema.Field> fields = schema.fields().stream().map(AvroSchemas::field).toList();
        return Schema.createRecord(schema.schemaName(), null, namespace, false, fields);
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
            case TEXT, PERSONAL -> Schema.create(Schema.Type.STRING);
            case INTEGER -> Schema.create(Schema.Type.LONG);
            case DECIMAL -> LogicalTypes.bigDecimal().addToSchema(Schema.create(Schema.Type.BYTES));
            case BOOLEAN -> Schema.create(Schema.Type.BOOLEAN);
        };
    }
}
