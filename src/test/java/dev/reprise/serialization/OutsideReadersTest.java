package dev.reprise.serialization;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.serialization.ParcelEvent.Registered;
import dev.reprise.serialization.ParcelEvent.Returned;
import dev.reprise.serialization.ParcelEvent.Sent;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Conversions;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageDecoder;
import org.junit.jupiter.api.Test;

/** The Avro and Protocol Buffers libraries read stored events with the published schemas alone. */
class OutsideReadersTest {

    private static final List<ParcelEvent> EVENTS =
            List.of(
                    new Registered("Ada", "London", new BigDecimal("-1.250"), Optional.empty()),
                    new Registered("Bob", "Łódź", new BigDecimal("0.00"), Optional.of("🚚")),
                    new Sent("north", Long.MIN_VALUE, true),
                    new Sent("", 0, false),
                    new Returned(),
                    new Sent("south", 300, false));

    @Test
    void avro_reads_a_commit_with_the_published_schema() throws Exception {
        GenericData model = new GenericData();
        model.addLogicalTypeConversion(new Conversions.BigDecimalConversion());
        Schema published =
                new Schema.Parser().parse(AvroSchemas.union(ParcelEvent.SCHEMAS).toString());
        Schema anything = Schema.createArray(published);
        BinaryMessageDecoder<List<GenericRecord>> decoder =
                new BinaryMessageDecoder<>(model, anything);
        published.getTypes().forEach(schema -> decoder.addSchema(Schema.createArray(schema)));

        var in = new ByteArrayInputStream(bytes(EventFormat.AVRO));
        List<GenericRecord> records = new ArrayList<>();
        while (in.available() > 0) {
            records.addAll(decoder.decode(in, null));
        }

        assertThat(records)
                .extracting(record -> record.getSchema().getFullName())
                .containsExactly(
                        "test.parcels.ParcelRegistered_3",
                        "test.parcels.ParcelRegistered_3",
                        "test.parcels.ParcelSent_2",
                        "test.parcels.ParcelSent_2",
                        "test.parcels.ParcelReturned",
                        "test.parcels.ParcelSent_2");
        assertThat(records.get(0).get("kilograms")).isEqualTo(new BigDecimal("-1.250"));
        assertThat(records.get(0).get("note")).isNull();
        assertThat(records.get(1).get("city")).hasToString("Łódź");
        assertThat(records.get(1).get("note")).hasToString("🚚");
        assertThat(records.get(2).get("pieces")).isEqualTo(Long.MIN_VALUE);
        assertThat(records.get(2).get("insured")).isEqualTo(true);
        assertThat(records.get(5).get("depot")).hasToString("south");
    }

    @Test
    void protocol_buffers_reads_a_commit_with_the_descriptor() throws Exception {
        Descriptor stored =
                FileDescriptor.buildFrom(
                                ProtobufSchema.descriptor(ParcelEvent.SCHEMAS, "parcels.proto"),
                                new FileDescriptor[0])
                        .findMessageTypeByName("StoredEvents");

        DynamicMessage message = DynamicMessage.parseFrom(stored, bytes(EventFormat.PROTOBUF));

        List<DynamicMessage> bodies = new ArrayList<>();
        for (Object event : (List<?>) message.getField(stored.findFieldByNumber(1))) {
            assertThat(((DynamicMessage) event).getAllFields()).hasSize(1);
            bodies.addAll(
                    ((DynamicMessage) event)
                            .getAllFields().values().stream()
                                    .map(DynamicMessage.class::cast)
                                    .toList());
        }
        assertThat(bodies)
                .extracting(body -> body.getDescriptorForType().getName())
                .containsExactly(
                        "ParcelRegistered_3",
                        "ParcelRegistered_3",
                        "ParcelSent_2",
                        "ParcelSent_2",
                        "ParcelReturned",
                        "ParcelSent_2");
        assertThat(value(bodies.get(0), "kilograms")).isEqualTo("-1.250");
        assertThat(bodies.get(0).hasField(field(bodies.get(0), "note"))).isFalse();
        assertThat(value(bodies.get(1), "city")).isEqualTo("Łódź");
        assertThat(value(bodies.get(1), "note")).isEqualTo("🚚");
        assertThat(value(bodies.get(2), "pieces")).isEqualTo(Long.MIN_VALUE);
        assertThat(value(bodies.get(2), "insured")).isEqualTo(true);
        assertThat(value(bodies.get(5), "depot")).isEqualTo("south");
        assertThat(bodies).allMatch(body -> body.getUnknownFields().asMap().isEmpty());
    }

    @Test
    void the_proto_file_declares_the_same_fields_as_the_descriptor() {
        String proto = ProtobufSchema.proto(ParcelEvent.SCHEMAS);
        ProtobufSchema.descriptor(ParcelEvent.SCHEMAS, "parcels.proto")
                .getMessageTypeList()
                .forEach(message -> {
                    String text =
                            proto.substring(proto.indexOf("message " + message.getName() + " {"));
                    assertThat(text.substring(0, text.indexOf("\n}\n")).lines())
                            .filteredOn(line -> line.contains(" = "))
                            .map(line -> line.strip().replaceFirst("^(optional|repeated) ", ""))
                            .map(line -> line.replaceFirst("^\\S+ (\\S+ = \\d+);.*", "$1"))
                            .containsExactlyElementsOf(
                                    message.getFieldList().stream()
                                            .map(field ->
                                                    field.getName() + " = " + field.getNumber())
                                            .toList());
                });
    }

    private static Object value(DynamicMessage message, String field) {
        return message.getField(field(message, field));
    }

    private static FieldDescriptor field(DynamicMessage message, String name) {
        return message.getDescriptorForType().findFieldByName(name);
    }

    private static byte[] bytes(EventFormat format) {
        return ((EncodedEvents.Binary) ParcelEvent.codec(format).encode(EVENTS)).bytes();
    }
}
