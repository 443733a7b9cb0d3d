package dev.reprise.serialization;

import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.NewerReleaseException;
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
 * Avro messages in single-object encoding, one after another. Each holds consecutive events of one
 * schema, as an array of its record. A message begins with the CRC-64 fingerprint of its Avro
 * schema. So the stored bytes identify the event type, schema version and fields, whatever is
 * declared later and in which order.
 *
 * <p>Fields are read and written by hand with Avro's own encoder and decoder. Avro's generic reader
 * accepts what must be refused: see {@link AvroInput}, and it ignores bytes after a message. It
 * also takes 1.5 times as long to read ten events, 1.6 µs against 1.1 µs, and its writer 2.5 times
 * as long, 2.9 µs against 1.2 µs (JDK 25, 2 cores).
 */
final class AvroBodies implements BodyFormat {

    /** The marker C3 01, then the fingerprint, little-endian. */
    private static final int HEADER_BYTES = 2 + Long.BYTES;

    private static final int BYTES_PER_EVENT = 48;

    private final Map<EventSchema, byte[]> headers = new HashMap<>();
    private final Map<ByteBuffer, EventSchema> schemas = new HashMap<>();

    AvroBodies(EventSchemas declared) {
        for (EventSchema schema : declared.all()) {
            byte[] header = header(declared.namespace(), schema);
            headers.put(schema, header);
            schemas.put(ByteBuffer.wrap(header), schema);
        }
    }

    private static byte[] header(String namespace, EventSchema schema) {
        return ByteBuffer.allocate(HEADER_BYTES)
                .put((byte) 0xC3)
                .put((byte) 0x01)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(
                        SchemaNormalization.parsingFingerprint64(
                                AvroSchemas.array(namespace, schema)))
                .array();
    }

    @Override
    public EncodedEvents encode(List<EventBody> bodies) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(BYTES_PER_EVENT * bodies.size());
        BinaryEncoder out = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            for (int from = 0; from < bodies.size(); ) {
                int to = runEnd(bodies, from);
                writeRun(out, bodies.subList(from, to));
                from = to;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory can always be written", e);
        }
        return new EncodedEvents.Binary(
                bodies.size(), EventFormat.AVRO.storedName(), bytes.toByteArray());
    }

    private static int runEnd(List<EventBody> bodies, int from) {
        int to = from + 1;
        while (to < bodies.size() && bodies.get(to).schema().equals(bodies.get(from).schema())) {
            to++;
        }
        return to;
    }

    private void writeRun(BinaryEncoder out, List<EventBody> run) throws IOException {
        out.writeFixed(Objects.requireNonNull(headers.get(run.getFirst().schema())));
        out.writeArrayStart();
        out.setItemCount(run.size());
        for (EventBody body : run) {
            out.startItem();
            write(out, body);
        }
        out.writeArrayEnd();
    }

    private static void write(BinaryEncoder out, EventBody body) throws IOException {
        for (int i = 0; i < body.schema().fields().size(); i++) {
            Field field = body.schema().fields().get(i);
            Object value = body.value(i);
            if (field.optional()) {
                out.writeIndex(value == null ? 0 : 1);
            }
            if (value == null) {
                continue;
            }
            switch (field.type()) {
                case TEXT, PERSONAL -> out.writeString((String) value);
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
            while (!in.isAtEnd()) {
                readRun(in, encoded.count(), bodies);
            }
        } catch (EOFException e) {
            throw new IOException("the bytes end inside a message", e);
        } catch (AvroRuntimeException e) {
            throw new IOException(e.getMessage(), e);
        }
        return bodies;
    }

    private void readRun(AvroInput in, int maxEvents, List<EventBody> bodies) throws IOException {
        byte[] header = in.fixed(HEADER_BYTES);
        EventSchema schema = schemas.get(ByteBuffer.wrap(header));
        if (schema == null) {
            throw NewerReleaseException.unknown(
                    "the event schema with the Avro header " + HexFormat.of().formatHex(header));
        }
        for (long items = in.arrayStart(); items != 0; items = in.arrayNext()) {
            // An event without fields takes no bytes, so a wrong count never runs out of bytes.
            if (items > maxEvents - bodies.size()) {
                throw new IllegalArgumentException(
                        "the commit declares "
                                + maxEvents
                                + " events, but the bytes hold more; the first too many is "
                                + schema);
            }
            for (long item = 0; item < items; item++) {
                bodies.add(read(in, schema));
            }
        }
    }

    private static EventBody read(AvroInput in, EventSchema schema) throws IOException {
        @Nullable Object[] values = new Object[schema.fields().size()];
        for (int i = 0; i < values.length; i++) {
            Field field = schema.fields().get(i);
            try {
                values[i] = read(in, field);
            } catch (EOFException e) {
                throw new IOException(
                        "field "
                                + field.name()
                                + " of "
                                + schema
                                + " is cut off: the bytes end inside it",
                        e);
            } catch (IOException e) {
                throw new IOException(
                        "field " + field.name() + " of " + schema + ": " + e.getMessage(), e);
            }
        }
        return schema.body(values);
    }

    private static @Nullable Object read(AvroInput in, Field field) throws IOException {
        if (field.optional() && !in.isPresent()) {
            return null;
        }
        return switch (field.type()) {
            case TEXT, PERSONAL -> in.text();
            case INTEGER -> in.integer();
            case DECIMAL -> in.bigDecimal();
            case BOOLEAN -> in.bool();
        };
    }
}
