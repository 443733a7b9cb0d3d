package dev.reprise.serialization;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.reprise.eventstore.EncodedEvents;
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
 * A Protocol Buffers message {@code StoredEvents}, as {@link ProtobufSchema} has it. Each event
 * stands in the field that has the number of its form, which says type, schema version and fields
 * of it, whatever is declared later and in which order.
 */
final class ProtobufBodies implements BodyFormat {

    private final EventSchemas forms;
    private final Map<EventSchema, Integer> numbers;

    ProtobufBodies(EventSchemas forms) {
        this.forms = forms;
        this.numbers =
                forms.all().stream().collect(Collectors.toMap(form -> form, EventSchema::number));
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
        return Objects.requireNonNull(numbers.get(body.form()));
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
        for (int i = 0; i < body.form().fields().size(); i++) {
            size +=
                    switch (body.value(i)) {
                        case null -> 0;
                        case String text -> CodedOutputStream.computeStringSize(i + 1, text);
                        case Long number -> CodedOutputStream.computeInt64Size(i + 1, number);
                        case BigDecimal decimal ->
                                CodedOutputStream.computeStringSize(i + 1, decimal.toPlainString());
                        case Boolean bool -> CodedOutputStream.computeBoolSize(i + 1, bool);
                        case Object other -> throw new IllegalStateException("a value " + other);
                    };
        }
        return size;
    }

    private static void write(CodedOutputStream out, EventBody body) throws IOException {
        for (int i = 0; i < body.form().fields().size(); i++) {
            switch (body.value(i)) {
                case null -> {}
                case String text -> out.writeString(i + 1, text);
                case Long number -> out.writeInt64(i + 1, number);
                case BigDecimal decimal -> out.writeString(i + 1, decimal.toPlainString());
                case Boolean bool -> out.writeBool(i + 1, bool);
                case Object other -> throw new IllegalStateException("a value " + other);
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
                throw new IllegalArgumentException(
                        "field " + WireFormat.getTagFieldNumber(tag) + " stands among events");
            }
            int end = enter(in, tag, "an event");
            bodies.add(event(in));
            in.popLimit(end);
        }
        return bodies;
    }

    private EventBody event(CodedInputStream in) throws IOException {
        int tag = in.readTag();
        if (tag == 0) {
            throw new IllegalArgumentException("an event is of no form");
        }
        EventSchema form = forms.form(WireFormat.getTagFieldNumber(tag));
        int end = enter(in, tag, form.toString());
        EventBody body = body(in, form);
        in.popLimit(end);
        if (in.readTag() != 0) {
            throw new IllegalArgumentException("something follows " + form + " in its event");
        }
        return body;
    }

    /** Begins to read a message that ends before what it is in; answers where that ends. */
    private static int enter(CodedInputStream in, int tag, String message) throws IOException {
        if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
            throw wrongWireType(message, tag);
        }
        return in.pushLimit(in.readRawVarint32());
    }

    private static EventBody body(CodedInputStream in, EventSchema form) throws IOException {
        @Nullable Object[] values = new Object[form.fields().size()];
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int number = WireFormat.getTagFieldNumber(tag);
            if (number > values.length) {
                throw new IllegalArgumentException(
                        "field " + number + " of " + form + " is not known");
            }
            Field field = form.fields().get(number - 1);
            String name = "field " + field.name() + " of " + form;
            if (WireFormat.getTagWireType(tag) != wireType(field)) {
                throw wrongWireType(name, tag);
            }
            if (values[number - 1] != null) {
                throw new IllegalArgumentException(name + " stands there twice");
            }
            values[number - 1] = read(in, field, name);
        }
        return form.body(values);
    }

    private static int wireType(Field field) {
        return switch (field.type()) {
            case TEXT, DECIMAL -> WireFormat.WIRETYPE_LENGTH_DELIMITED;
            case INTEGER, BOOLEAN -> WireFormat.WIRETYPE_VARINT;
        };
    }

    private static Object read(CodedInputStream in, Field field, String name) throws IOException {
        return switch (field.type()) {
            case TEXT -> in.readStringRequireUtf8();
            case INTEGER -> in.readInt64();
            case DECIMAL -> decimal(in.readStringRequireUtf8(), name);
            case BOOLEAN -> in.readBool();
        };
    }

    private static BigDecimal decimal(String text, String name) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " is not an exact decimal", e);
        }
    }

    private static IllegalArgumentException wrongWireType(String what, int tag) {
        return new IllegalArgumentException(
                what + " cannot have the wire type " + WireFormat.getTagWireType(tag));
    }
}
