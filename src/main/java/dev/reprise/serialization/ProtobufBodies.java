package dev.reprise.serialization;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.NewerReleaseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A Protocol Buffers message {@code StoredEvents}, as {@link ProtobufSchema} declares it. Each
 * event is in the field with the {@link EventSchema#number} of its schema. So the stored bytes
 * identify the event type, schema version and fields, whatever is declared later and in which
 * order.
 *
 * <p>Fields are read and written by hand with the library's own coders. {@code DynamicMessage}
 * accepts what must be refused: it keeps an unknown field, reads a missing field as its default and
 * takes the last of a repeated field. It also takes four times as long to read ten events, 4.7 µs
 * against 1.2 µs, and almost three times as long to write them, 3.7 µs against 1.3 µs (JDK 25, 2
 * cores).
 */
final class ProtobufBodies implements BodyFormat {

    private final EventSchemas schemas;
    private final Map<EventSchema, Integer> numbers;

    ProtobufBodies(EventSchemas schemas) {
        this.schemas = schemas;
        this.numbers =
                schemas.all().stream()
                        .collect(Collectors.toMap(schema -> schema, EventSchema::number));
    }

    @Override
    public EncodedEvents encode(List<EventBody> bodies) {
        int size = 0;
        for (EventBody body : bodies) {
            int eventSize = messageSize(number(body), size(body));
            size += messageSize(ProtobufSchema.EVENT_NUMBER, eventSize);
        }
        byte[] bytes = new byte[size];
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            for (EventBody body : bodies) {
                int bodySize = size(body);
                begin(out, ProtobufSchema.EVENT_NUMBER, messageSize(number(body), bodySize));
                begin(out, number(body), bodySize);
                write(out, body);
            }
            out.checkNoSpaceLeft();
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory can always be written", e);
        }
        return new EncodedEvents.Binary(bodies.size(), EventFormat.PROTOBUF.storedName(), bytes);
    }

    private int number(EventBody body) {
        return Objects.requireNonNull(numbers.get(body.schema()));
    }

    private static int messageSize(int number, int size) {
        return CodedOutputStream.computeTagSize(number)
                + CodedOutputStream.computeUInt32SizeNoTag(size)
                + size;
    }

    private static void begin(CodedOutputStream out, int number, int size) throws IOException {
        out.writeTag(number, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        out.writeUInt32NoTag(size);
    }

    private static int size(EventBody body) {
        int size = 0;
        for (int i = 0; i < body.schema().fields().size(); i++) {
            size +=
                    switch (body.value(i)) {
                        case null -> 0;
                        case String text -> CodedOutputStream.computeStringSize(i + 1, text);
                        case Long number -> CodedOutputStream.computeInt64Size(i + 1, number);
                        case BigDecimal decimal ->
                                CodedOutputStream.computeStringSize(i + 1, decimal.toPlainString());
                        case Boolean bool -> CodedOutputStream.computeBoolSize(i + 1, bool);
                        case Object other ->
                                throw new IllegalStateException(
                                        "a value of no declared type: " + other);
                    };
        }
        return size;
    }

    private static void write(CodedOutputStream out, EventBody body) throws IOException {
        for (int i = 0; i < body.schema().fields().size(); i++) {
            switch (body.value(i)) {
                case null -> {}
                case String text -> out.writeString(i + 1, text);
                case Long number -> out.writeInt64(i + 1, number);
                case BigDecimal decimal -> out.writeString(i + 1, decimal.toPlainString());
                case Boolean bool -> out.writeBool(i + 1, bool);
                case Object other ->
                        throw new IllegalStateException("a value of no declared type: " + other);
            }
        }
    }

    @Override
    public List<EventBody> decode(EncodedEvents encoded) throws IOException {
        CodedInputStream in =
                CodedInputStream.newInstance(((EncodedEvents.Binary) encoded).bytes());
        List<EventBody> bodies = new ArrayList<>();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) != ProtobufSchema.EVENT_NUMBER) {
                throw NewerReleaseException.unknown(
                        "field "
                                + WireFormat.getTagFieldNumber(tag)
                                + " of "
                                + ProtobufSchema.STORED_EVENTS);
            }
            int outerLimit = enter(in, tag, "an event");
            bodies.add(event(in));
            in.popLimit(outerLimit);
        }
        return bodies;
    }

    private EventBody event(CodedInputStream in) throws IOException {
        int tag = in.readTag();
        if (tag == 0) {
            throw new IllegalArgumentException(
                    "an event is empty: it must hold the field of its schema");
        }
        EventSchema schema = schemas.schemaOf(WireFormat.getTagFieldNumber(tag));
        int outerLimit = enter(in, tag, schema.toString());
        EventBody body = body(in, schema);
        in.popLimit(outerLimit);
        if (in.readTag() != 0) {
            throw new IllegalArgumentException(
                    "an event must hold one message, but a field follows " + schema);
        }
        return body;
    }

    /** Limits the input to the message that begins here. Returns the limit to restore after it. */
    private static int enter(CodedInputStream in, int tag, String message) throws IOException {
        if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
            throw wrongWireType(message, WireFormat.WIRETYPE_LENGTH_DELIMITED, tag);
        }
        return in.pushLimit(in.readRawVarint32());
    }

    private static EventBody body(CodedInputStream in, EventSchema schema) throws IOException {
        @Nullable Object[] values = new Object[schema.fields().size()];
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int number = WireFormat.getTagFieldNumber(tag);
            if (number > values.length) {
                throw NewerReleaseException.unknown("field " + number + " of " + schema);
            }
            Field field = schema.fields().get(number - 1);
            String name = "field " + field.name() + " of " + schema;
            if (WireFormat.getTagWireType(tag) != wireType(field)) {
                throw wrongWireType(name, wireType(field), tag);
            }
            if (values[number - 1] != null) {
                throw new IllegalArgumentException(name + " is there twice");
            }
            values[number - 1] = read(in, field, name);
        }
        return schema.body(values);
    }

    private static int wireType(Field field) {
        return switch (field.type()) {
            case TEXT, PERSONAL, DECIMAL -> WireFormat.WIRETYPE_LENGTH_DELIMITED;
            case INTEGER, BOOLEAN -> WireFormat.WIRETYPE_VARINT;
        };
    }

    private static Object read(CodedInputStream in, Field field, String name) throws IOException {
        return switch (field.type()) {
            case TEXT, PERSONAL -> in.readStringRequireUtf8();
            case INTEGER -> in.readInt64();
            case DECIMAL -> decimal(in.readStringRequireUtf8(), name);
            case BOOLEAN -> in.readBool();
        };
    }

    private static BigDecimal decimal(String text, String name) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be an exact decimal", e);
        }
    }

    private static IllegalArgumentException wrongWireType(String what, int expected, int tag) {
        return new IllegalArgumentException(
                what
                        + " must have the wire type "
                        + expected
                        + ", not "
                        + WireFormat.getTagWireType(tag));
    }
}
