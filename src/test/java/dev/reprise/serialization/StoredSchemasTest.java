package dev.reprise.serialization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.serialization.ParcelEvent.Registered;
import dev.reprise.serialization.ParcelEvent.Returned;
import dev.reprise.serialization.ParcelEvent.Sent;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The samples are what tables hold. If a test fails, change the code, never the sample. */
class StoredSchemasTest {

    private static final ParcelEvent REGISTERED =
            new Registered("Ada Lovelace", "London", new BigDecimal("1.250"), Optional.empty());

    /** A body as each format stores it, and the event that it is read as today. */
    record Sample(EventBody body, String json, String avro, String protobuf, ParcelEvent event) {

        Map<EventFormat, String> stored() {
            return Map.of(
                    EventFormat.JSON, json,
                    EventFormat.AVRO, avro,
                    EventFormat.PROTOBUF, protobuf);
        }
    }

    static final List<Sample> SAMPLES =
            List.of(
                    new Sample(
                            ParcelEvent.REGISTERED_1.body("Ada Lovelace, London", "1.250 kg"),
                            """
                            [{"eventType":"ParcelRegistered","to":"Ada Lovelace, London","weight":"1.250 kg"}]\
                            """,
                            "c3015cd7fd1f64b0763d0228416461204c6f76656c6163652c204c6f6e646f6e10312e323530206b6700",
                            "0a25cab58819200a14416461204c6f76656c6163652c204c6f6e646f6e1208312e323530206b67",
                            REGISTERED),
                    new Sample(
                            ParcelEvent.REGISTERED_2.body("Ada Lovelace", "London", "1.250 kg"),
                            """
                            [{"eventType":"ParcelRegistered","revision":2,\
                            "recipient":"Ada Lovelace","city":"London","weight":"1.250 kg"}]\
                            """,
                            "c30101a2c4979871b38e0218416461204c6f76656c6163650c4c6f6e646f6e10312e323530206b6700",
                            "0a258afcc447200a0c416461204c6f76656c61636512064c6f6e646f6e1a08312e323530206b67",
                            REGISTERED),
                    new Sample(
                            ParcelEvent.REGISTERED.body(
                                    "Ada Lovelace", "London", new BigDecimal("1.250"), null),
                            """
                            [{"eventType":"ParcelRegistered","revision":3,\
                            "recipient":"Ada Lovelace","city":"London","kilograms":1.250}]\
                            """,
                            "c3017a61c014c542e4a30218416461204c6f76656c6163650c4c6f6e646f6e080404e2060000",
                            "0a228a97996b1d0a0c416461204c6f76656c61636512064c6f6e646f6e1a05312e323530",
                            REGISTERED),
                    new Sample(
                            ParcelEvent.REGISTERED.body(
                                    "Ada Lovelace", "London", new BigDecimal("1.250"), "fragile"),
                            """
                            [{"eventType":"ParcelRegistered","revision":3,\
                            "recipient":"Ada Lovelace","city":"London","kilograms":1.250,"note":"fragile"}]\
                            """,
                            "c3017a61c014c542e4a30218416461204c6f76656c6163650c4c6f6e646f6e080404e206020e66726167696c6500",
                            "0a2b8a97996b260a0c416461204c6f76656c61636512064c6f6e646f6e1a05312e323530220766726167696c65",
                            new Registered(
                                    "Ada Lovelace",
                                    "London",
                                    new BigDecimal("1.250"),
                                    Optional.of("fragile"))),
                    new Sample(
                            ParcelEvent.MAILED.body("north", true),
                            """
                            [{"eventType":"ParcelMailed","depot":"north","insured":true}]\
                            """,
                            "c3019bdb163a4408fcf6020a6e6f7274680100",
                            "0a0e82b8b36a090a056e6f7274681001",
                            new Sent("north", 1, true)),
                    new Sample(
                            ParcelEvent.SENT.body("north", -1, false),
                            """
                            [{"eventType":"ParcelSent","revision":2,"depot":"north","pieces":-1,"insured":false}]\
                            """,
                            "c30189d0d9463ecdcd6e020a6e6f727468010000",
                            "0a19ba86dd73140a056e6f72746810ffffffffffffffffff011800",
                            new Sent("north", -1, false)),
                    new Sample(
                            ParcelEvent.RETURNED.body(),
                            """
                            [{"eventType":"ParcelReturned"}]\
                            """,
                            "c301863b81eb8d8b9c3d0200",
                            "0a05829dbe5c00",
                            new Returned()));

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void a_body_is_encoded_as_the_samples(Sample sample) {
        sample.stored()
                .forEach((format, stored) ->
                        assertThat(
                                        ParcelEvent.SCHEMAS
                                                .formatFor(format)
                                                .encode(List.of(sample.body())))
                                .isEqualTo(Encoded.of(1, format, stored)));
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void a_sample_is_read_as_the_current_event_whatever_format_the_codec_writes(Sample sample) {
        for (EventFormat written : EventFormat.values()) {
            sample.stored()
                    .forEach((format, stored) ->
                            assertThat(
                                            ParcelEvent.codec(written)
                                                    .decode(Encoded.of(1, format, stored)))
                                    .containsExactly(sample.event()));
        }
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void a_sample_is_read_the_same_after_later_schemas_are_declared_in_another_order(
            Sample sample) {
        EventSchemas later =
                new EventSchemas(
                        "test.parcels",
                        List.of(
                                EventSchema.of(
                                        "ParcelAged", Field.text("depot"), Field.bool("insured")),
                                ParcelEvent.RETURNED,
                                ParcelEvent.SENT,
                                ParcelEvent.MAILED,
                                EventSchema.of("ParcelRegistered", 4, Field.text("recipient")),
                                ParcelEvent.REGISTERED,
                                ParcelEvent.REGISTERED_2,
                                ParcelEvent.REGISTERED_1),
                        List.of(
                                stub(ParcelEvent.REGISTERED_1, ParcelEvent.REGISTERED_2),
                                stub(ParcelEvent.REGISTERED_2, ParcelEvent.REGISTERED),
                                stub(
                                        ParcelEvent.REGISTERED,
                                        EventSchema.of(
                                                "ParcelRegistered", 4, Field.text("recipient")))));
        sample.stored()
                .forEach((format, stored) -> {
                    BodyFormat bodies = later.formatFor(format);
                    assertThat(bodies.encode(List.of(sample.body())))
                            .isEqualTo(Encoded.of(1, format, stored));
                    assertThat(decode(bodies, format, stored)).containsExactly(sample.body());
                });
    }

    private static Upcaster stub(EventSchema from, EventSchema to) {
        return new Upcaster(from, to, body -> body);
    }

    private static List<EventBody> decode(BodyFormat bodies, EventFormat format, String stored) {
        try {
            return bodies.decode(Encoded.of(1, format, stored));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
