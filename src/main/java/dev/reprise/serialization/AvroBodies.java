package dev.reprise.serialization;

import dev.reprise.eventstore.EncodedEvents;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Avro messages, one behind the other: each is a run of events of one form, an array of its record,
 * in Avro's single-object encoding. That begins with the CRC-64 fingerprint of the schema, which
 * says type, schema version and fields of what follows, whatever is declared later and in which
 * order.
 */
final class AvroBodies implements BodyFormat {

    /** The marker C3 01, then the fingerprint, little-endian. */
    private static final int HEADER_BYTES = 2 + Long.BYTES;

    private static final int BYTES_PER_EVENT = 48;

    private final Map<EventSchema, byte[]> headers = new HashMap<>();
    private final Map<ByteBuffer, EventSchema> forms = new HashMap<>();

    AvroBodies(EventSchemas declared) {
        for (EventSchema form : declared.all()) {
            byte[] header = header(declared.namespace(), form);
            headers.put(form, header);
            forms.put(ByteBuffer.wrap(header), form);
        }
    }

    private static byte[] header(String namespace, EventSchema form) {
        return ByteBuffer.allocate(HEADER_BYTES)
                .put((byte) 0xC3)
                .put((byte) 0x01)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(
                        SchemaNormalization.parsingFingerprint64(
                                AvroSchemas.array(namespace, form)))
                .array();
    }

    @Override
    public EncodedEvents encode(List<EventBody> bodies) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(BYTES_PER_EVENT * bodies.size());
        BinaryEncoder out = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            for (int from = 0; from < bodies.size(); ) {
                int to = endOfRun(bodies, from);
                writeRun(out, bodies.subList(from, to));
                from = to;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory can always be written", e);
        }
        return new EncodedEvents.Binary(
                bodies.size(), EventFormat.AVRO.storedName(), bytes.toByteArray());
    }

    private static int endOfRun(List<EventBody> bodies, int from) {
        int to = from + 1;
        while (to < bodies.size() && bodies.get(to).form().equals(bodies.get(from).form())) {
            to++;
        }
        return to;
    }

    private void writeRun(BinaryEncoder out, List<EventBody> run) throws IOException {
        out.writeFixed(Objects.requireNonNull(headers.get(run.getFirst().form())));
        out.writeArrayStart();
        out.setItemCount(run.size());
        for (EventBody body : run) {
            out.startItem();
            write(out, body);
        }
        out.writeArrayEnd();
    }

    private static void write(BinaryEncoder out, EventBody body) throws IOException {
        for (int i = 0; i < body.form().fields().size(); i++) {
            Field field = body.form().fields().get(i);
            Object value = body.value(i);
            if (field.optional()) {
                out.writeIndex(value == null ? 0 : 1);
            }
            if (value == null) {
                continue;
            }
            switch (field.type()) {
                case TEXT -> out.writeString((String) value);
                case INTEGER -> out.writeLong((Long) value);
                case DECIMAL -> out.writeBytes(bigDecimal((BigDecimal) value));
                case BOOLEAN -> out.writeBoolean((Boolean) value);
            }
        }
    }

    /** Avro's logical type {@code big-decimal}: the unscaled value as bytes, then the scale. */
    private static byte[] bigDecimal(BigDecimal value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder out = EncoderFactory.get().directBinaryEncoder(bytes, null);
        out.writeBytes(value.unscaledValue().toByteArray());
        out.writeInt(value.scale());
        return bytes.toByteArray();
    }

    @Override
    public List<EventBody> decode(EncodedEvents encoded) throws IOException {
        AvroInput in = new AvroInput(((EncodedEvents.Binary) encoded).bytes());
        List<EventBody> bodies = new ArrayList<>();
        try {
            while (!in.isEnd()) {
                readRun(in, encoded.count(), bodies);
            }
        } catch (EOFException e) {
            throw new IOException("they end too soon", e);
        } catch (AvroRuntimeException e) {
            throw new IOException(e.getMessage(), e);
        }
        return bodies;
    }

    private void readRun(AvroInput in, int most, List<EventBody> bodies) throws IOException {
        byte[] header = in.fixed(HEADER_BYTES);
        EventSchema form = forms.get(ByteBuffer.wrap(header));
        if (form == null) {
            throw new IllegalArgumentException(
                    "no form of an event is written under the Avro header "
                            + HexFormat.of().formatHex(header));
        }
        for (long items = in.arrayStart(); items != 0; items = in.arrayNext()) {
            // An event without fields takes no bytes: a wrong number would not end with them.
            if (items > most - bodies.size()) {
                throw new IllegalArgumentException(
                        "there are more than " + most + " events, the last of them " + form);
            }
            for (long item = 0; item < items; item++) {
                bodies.add(read(in, form));
            }
        }
    }

    private static EventBody read(AvroInput in, EventSchema form) throws IOException {
        @Nullable Object[] values = new Object[form.fields().size()];
        for (int i = 0; i < values.length; i++) {
            Field field = form.fields().get(i);
            try {
                values[i] = read(in, field);
            } catch (EOFException e) {
                throw new IOException(
                        "field " + field.name() + " of " + form + " ends too soon", e);
            } catch (IOException e) {
                throw new IOException(
                        "field " + field.name() + " of " + form + ": " + e.getMessage(), e);
            }
        }
        return form.body(values);
    }

    private static @Nullable Object read(AvroInput in, Field field) throws IOException {
        if (field.optional() && !in.isPresent()) {
            return null;
        }
        return switch (field.type()) {
            case TEXT -> in.text();
            case INTEGER -> in.integer();
            case DECIMAL -> in.bigDecimal();
            case BOOLEAN -> in.bool();
        };
    }
}
