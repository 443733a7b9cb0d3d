package dev.reprise.serialization;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import java.util.Locale;

/**
 * The Protocol Buffers schema of declared forms: a message each, named after its event type, with
 * {@code _2} and so on behind it for a later schema version, its fields numbered in their order;
 * and around them {@code StoredEvents}, which is what a commit holds.
 *
 * @see <a href="https://protobuf.dev/reference/protobuf/proto3-spec/">proto3 specification</a>
 */
public final class ProtobufSchema {

    static final String STORED_EVENTS = "StoredEvents";
    static final String STORED_EVENT = "StoredEvent";

    /** Of {@link #STORED_EVENTS}: each event. */
    static final int EVENT_NUMBER = 1;

    /** Of {@link #STORED_EVENT}; no event type can be called so. */
    private static final String ONE_OF = "stored_form";

    private static final String SYNTAX = "proto3";

    private ProtobufSchema() {}

    /**
     * The schema as Protocol Buffers' own libraries take it.
     *
     * @param fileName what it is to be called, such as {@code order-events.proto}
     */
    public static FileDescriptorProto descriptor(EventSchemas forms, String fileName) {
        FileDescriptorProto.Builder file =
                FileDescriptorProto.newBuilder()
                        .setName(fileName)
                        .setSyntax(SYNTAX)
                        .setPackage(forms.namespace())
                        .addMessageType(storedEvents(forms))
                        .addMessageType(storedEvent(forms));
        forms.all().forEach(form -> file.addMessageType(message(form)));
        return file.build();
    }

    private static DescriptorProto storedEvents(EventSchemas forms) {
        return DescriptorProto.newBuilder()
                .setName(STORED_EVENTS)
                .addField(
                        messageField(forms, "events", EVENT_NUMBER, STORED_EVENT)
                                .setLabel(FieldDescriptorProto.Label.LABEL_REPEATED))
                .build();
    }

    private static DescriptorProto storedEvent(EventSchemas forms) {
        DescriptorProto.Builder event =
                DescriptorProto.newBuilder()
                        .setName(STORED_EVENT)
                        .addOneofDecl(OneofDescriptorProto.newBuilder().setName(ONE_OF));
        for (EventSchema form : forms.all()) {
            event.addField(
                    messageField(forms, fieldName(form), form.number(), form.schemaName())
                            .setOneofIndex(0));
        }
        return event.build();
    }

    private static String fieldName(EventSchema form) {
        String message = form.schemaName();
        return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
    }

    private static FieldDescriptorProto.Builder messageField(
            EventSchemas forms, String name, int number, String message) {
        return FieldDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(number)
                .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)
                .setType(FieldDescriptorProto.Type.TYPE_MESSAGE)
                .setTypeName("." + forms.namespace() + "." + message);
    }

    private static DescriptorProto message(EventSchema form) {
        DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(form.schemaName());
        for (int i = 0; i < form.fields().size(); i++) {
            Field field = form.fields().get(i);
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
            case TEXT, DECIMAL -> FieldDescriptorProto.Type.TYPE_STRING;
            case INTEGER -> FieldDescriptorProto.Type.TYPE_INT64;
            case BOOLEAN -> FieldDescriptorProto.Type.TYPE_BOOL;
        };
    }

    /** The schema as a {@code .proto} file, for readers elsewhere. */
    public static String proto(EventSchemas forms) {
        StringBuilder proto =
                new StringBuilder("syntax = \"" + SYNTAX + "\";\n\n")
                        .append("package " + forms.namespace() + ";\n\n")
                        .append(
                                "// What a commit holds. Every field that is not optional was written, also a 0.\n")
                        .append("message " + STORED_EVENTS + " {\n")
                        .append("  repeated " + STORED_EVENT + " events = " + EVENT_NUMBER + ";\n")
                        .append("}\n\n")
                        .append(
                                "// A number is made of all that its message says, and is never another's.\n")
                        .append("message " + STORED_EVENT + " {\n  oneof " + ONE_OF + " {\n");
        for (EventSchema form : forms.all()) {
            proto.append("    " + form.schemaName() + " " + fieldName(form))
                    .append(" = " + form.number() + ";\n");
        }
        proto.append("  }\n}\n");
        forms.all().forEach(form -> append(proto, form));
        return proto.toString();
    }

    private static void append(StringBuilder proto, EventSchema form) {
        proto.append("\nmessage " + form.schemaName() + " {\n");
        for (int i = 0; i < form.fields().size(); i++) {
            Field field = form.fields().get(i);
            proto.append(field.optional() ? "  optional " : "  ")
                    .append(
                            switch (field.type()) {
                                case TEXT, DECIMAL -> "string ";
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
