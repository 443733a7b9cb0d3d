package dev.reprise.serialization;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import java.util.Locale;

/**
 * The Protocol Buffers schema of declared event schemas. Each is a message named after its event
 * type, followed by {@code _2} and so on from the second schema version; its fields are numbered in
 * order from 1. The message {@code StoredEvents} around them is what a commit stores.
 *
 * @see <a href="https://protobuf.dev/reference/protobuf/proto3-spec/">proto3 specification</a>
 */
public final class ProtobufSchema {

    static final String STORED_EVENTS = "StoredEvents";
    static final String STORED_EVENT = "StoredEvent";

    /** The number of the field of {@link #STORED_EVENTS} that holds the events. */
    static final int EVENT_NUMBER = 1;

    /** The name of the {@code oneof} in {@link #STORED_EVENT}. No event type can have this name. */
    private static final String ONE_OF = "stored_form";

    private static final String SYNTAX = "proto3";

    private ProtobufSchema() {}

    /**
     * The schema as a descriptor for the Protocol Buffers libraries.
     *
     * @param fileName the file name in the descriptor, such as {@code order-events.proto}
     */
    public static FileDescriptorProto descriptor(EventSchemas schemas, String fileName) {
        FileDescriptorProto.Builder file =
                FileDescriptorProto.newBuilder()
                        .setName(fileName)
                        .setSyntax(SYNTAX)
                        .setPackage(schemas.namespace())
                        .addMessageType(storedEvents(schemas))
                        .addMessageType(storedEvent(schemas));
        schemas.all().forEach(schema -> file.addMessageType(message(schema)));
        return file.build();
    }

    private static DescriptorProto storedEvents(EventSchemas schemas) {
        return DescriptorProto.newBuilder()
                .setName(STORED_EVENTS)
                .addField(
                        messageField(schemas, "events", EVENT_NUMBER, STORED_EVENT)
                                .setLabel(FieldDescriptorProto.Label.LABEL_REPEATED))
                .build();
    }

    private static DescriptorProto storedEvent(EventSchemas schemas) {
        DescriptorProto.Builder event =
                DescriptorProto.newBuilder()
                        .setName(STORED_EVENT)
                        .addOneofDecl(OneofDescriptorProto.newBuilder().setName(ONE_OF));
        for (EventSchema schema : schemas.all()) {
            event.addField(
                    messageField(schemas, fieldName(schema), schema.number(), schema.schemaName())
                            .setOneofIndex(0));
        }
        return event.build();
    }

    private static String fieldName(EventSchema schema) {
        String message = schema.schemaName();
        return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
    }

    private static FieldDescriptorProto.Builder messageField(
            EventSchemas schemas, String name, int number, String message) {
        return FieldDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(number)
                .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)
                .setType(FieldDescriptorProto.Type.TYPE_MESSAGE)
                .setTypeName("." + schemas.namespace() + "." + message);
    }

    private static DescriptorProto message(EventSchema schema) {
        DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(schema.schemaName());
        for (int i = 0; i < schema.fields().size(); i++) {
            Field field = schema.fields().get(i);
            FieldDescriptorProto.Builder described =
                    FieldDescriptorProto.newBuilder()
                            .setName(field.name())
                            .setNumber(i + 1)
                            .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)
                            .setType(type(field));
            if (field.optional()) {
                described.setProto3Optional(true).setOneofIndex(message.getOneofDeclCount());
                message.addOneofDecl(OneofDescriptorProto.newBuilder().setName("_" + field.name()));
            }
            message.addField(described);
        }
        return message.build();
    }

    private static FieldDescriptorProto.Type type(Field field) {
        return switch (field.type()) {
            case TEXT, PERSONAL, DECIMAL -> FieldDescriptorProto.Type.TYPE_STRING;
            case INTEGER -> FieldDescriptorProto.Type.TYPE_INT64;
            case BOOLEAN -> FieldDescriptorProto.Type.TYPE_BOOL;
        };
    }

    /** The schema as the text of a {@code .proto} file, for readers outside this code. */
    public static String proto(EventSchemas schemas) {
        StringBuilder proto =
                new StringBuilder("syntax = \"" + SYNTAX + "\";\n\n")
                        .append("package " + schemas.namespace() + ";\n\n")
                        .append(
                                "// What a commit stores. A field that is not optional is always written, even if it is 0.\n")
                        .append("message " + STORED_EVENTS + " {\n")
                        .append("  repeated " + STORED_EVENT + " events = " + EVENT_NUMBER + ";\n")
                        .append("}\n\n")
                        .append(
                                "// A field number is computed from its message: a changed message has another number.\n")
                        .append("message " + STORED_EVENT + " {\n  oneof " + ONE_OF + " {\n");
        for (EventSchema schema : schemas.all()) {
            proto.append("    " + schema.schemaName() + " " + fieldName(schema))
                    .append(" = " + schema.number() + ";\n");
        }
        proto.append("  }\n}\n");
        schemas.all().forEach(schema -> append(proto, schema));
        return proto.toString();
    }

    private static void append(StringBuilder proto, EventSchema schema) {
        proto.append("\nmessage " + schema.schemaName() + " {\n");
        for (int i = 0; i < schema.fields().size(); i++) {
            Field field = schema.fields().get(i);
            proto.append(field.optional() ? "  optional " : "  ")
                    .append(
                            switch (field.type()) {
                                case TEXT, PERSONAL, DECIMAL -> "string ";
                                case INTEGER -> "int64 ";
                                case BOOLEAN -> "bool ";
                            })
                    .append(field.name() + " = " + (i + 1) + ";")
                    .append(field.type() == Field.Type.DECIMAL ? " // an exact decimal" : "")
                    .append("\n");
        }
        proto.append("}\n");
    }
}
