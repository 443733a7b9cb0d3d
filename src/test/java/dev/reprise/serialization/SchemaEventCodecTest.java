package dev.reprise.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.NewerReleaseException;
import dev.reprise.eventstore.UndecodableEventsException;
import dev.reprise.serialization.ParcelEvent.Registered;
import dev.reprise.serialization.ParcelEvent.Returned;
import dev.reprise.serialization.ParcelEvent.Sent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What every format must do. A failure's message has the seed. */
class SchemaEventCodecTest {

    private static final int COMMITS = 500;
    private static final int DAMAGES = 5_000;
    private static final long SEED = 20_260_131L;

    @ParameterizedTest
    @EnumSource
    void decoded_events_equal_the_encoded_ones(EventFormat format) {
        var codec = ParcelEvent.codec(format);
        RandomGenerator random = new Random(SEED);
        for (int commit = 0; commit < COMMITS; commit++) {
            List<ParcelEvent> events =
                    Stream.generate(() -> event(random)).limit(random.nextInt(1, 12)).toList();
            EncodedEvents encoded = codec.encode(events);
            assertThat(encoded.count()).isEqualTo(events.size());
            assertThat(encoded.format()).isEqualTo(format.storedName());
            assertThat(codec.decode(encoded)).as("seed %s", SEED).isEqualTo(events);
        }
    }

    @ParameterizedTest
    @EnumSource
    void damaged_events_are_decoded_or_refused_with_an_undecodable_events_exception(
            EventFormat format) {
        var codec = ParcelEvent.codec(format);
        RandomGenerator random = new Random(SEED);
        for (int damage = 0; damage < DAMAGES; damage++) {
            List<ParcelEvent> events =
                    Stream.generate(() -> event(random)).limit(random.nextInt(1, 4)).toList();
            EncodedEvents damaged = damaged(codec.encode(events), random);
            try {
                codec.decode(damaged).forEach(event -> assertThat(event).isNotNull());
            } catch (UndecodableEventsException | NewerReleaseException refused) {
                assertThat(refused).hasMessageNotContaining("null");
            }
        }
    }

    private static EncodedEvents damaged(EncodedEvents encoded, RandomGenerator random) {
        return switch (encoded) {
            case EncodedEvents.Json(int count, String json, _) -> {
                StringBuilder text = new StringBuilder(json);
                text.setCharAt(
                        random.nextInt(text.length()),
                        "\"{}[],:1e-.x\\".charAt(random.nextInt(13)));
                yield new EncodedEvents.Json(count, text.toString());
            }
            case EncodedEvents.Binary binary -> {
                byte[] bytes = binary.bytes();
                if (random.nextBoolean()) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                } else {
                    bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 2));
                }
                yield new EncodedEvents.Binary(binary.count(), binary.format(), bytes);
            }
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    JSON     | [{"eventType":"ParcelReturned","revision":"1"}]           | field revision
                    JSON     | [{"eventType":"ParcelMailed","depot":"n","insured":"yes"}] | field insured of ParcelMailed
                    JSON     | [{"eventType":"ParcelMailed","depot":"n","insured":null}] | field insured
                    JSON     | [{"eventType":"ParcelMailed","depot":"n"}]                | field insured of ParcelMailed
                    JSON     | [{"eventType":"ParcelMailed","depot":"n","depot":"n"}]    | field depot
                    JSON     | [{"eventType":"ParcelMailed","depot":{},"insured":true}]  | field depot
                    AVRO     | c301863b81eb8d8b9c3d0400                                  | the first too many is ParcelReturned
                    AVRO     | c301863b81eb8d8b9c3d020000                                | not well-formed
                    AVRO     | c301863b81eb8d8b9c3d02                                    | not well-formed
                    AVRO     | c3019bdb163a4408fcf6020a6e6f7274680200                    | field insured of ParcelMailed
                    AVRO     | c3019bdb163a4408fcf602feffffff0f6e6f7274680100            | field depot of ParcelMailed
                    AVRO     | c3019bdb163a4408fcf6020a6e6f7274ff0100                    | field depot of ParcelMailed
                    AVRO     | c3017a61c014c542e4a30218416461204c6f76656c6163650c4c6f6e646f6e080404e2060400 | field note of ParcelRegistered
                    AVRO     | c3017a61c014c542e4a30218416461204c6f76656c6163650c4c6f6e646f6e0a0404e206000000 | field kilograms of ParcelRegistered
                    PROTOBUF | 0801                                                      | wire type 2, not 0
                    PROTOBUF | 0a00                                                      | an event is empty
                    PROTOBUF | 0a05809dbe5c00                                            | ParcelReturned
                    PROTOBUF | 0a0a829dbe5c00829dbe5c00                                  | a field follows ParcelReturned
                    PROTOBUF | 0a05829dbe5c0000                                          | not well-formed
                    PROTOBUF | 0a05829dbe5c                                              | not well-formed
                    PROTOBUF | 0a0c82b8b36a070a056e6f727468                              | field insured of ParcelMailed is missing
                    PROTOBUF | 0a1082b8b36a0b0a056e6f72746810011001                      | field insured of ParcelMailed is there twice
                    PROTOBUF | 0a0e82b8b36a090a056e6f7274681201                          | field insured of ParcelMailed
                    PROTOBUF | 0a0e82b8b36a090a056e6f7274ff1001                          | not well-formed
                    """)
    void a_stored_event_that_no_schema_fits_is_refused_and_the_error_names_what_does_not_fit(
            EventFormat format, String stored, String named) {
        assertThatThrownBy(() -> ParcelEvent.codec(format).decode(Encoded.of(1, format, stored)))
                .isInstanceOf(UndecodableEventsException.class)
                .hasMessageContaining(named);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    JSON     | [{"eventType":"ParcelLost"}]                              | event type ParcelLost
                    JSON     | [{"eventType":"ParcelSent","depot":"n"}]                  | schema version 1 of event type ParcelSent
                    JSON     | [{"eventType":"ParcelReturned","revision":2}]             | schema version 2 of event type ParcelReturned
                    JSON     | [{"eventType":"ParcelReturned","revision":4294967297}]    | event type ParcelReturned
                    JSON     | [{"eventType":"ParcelReturned","x":1}]                    | field x of ParcelReturned
                    JSON     | [{"eventType":"ParcelReturned","a":1,"b":2,"c":3,"d":4,"e":5,"f":6}] | field f
                    AVRO     | c301863b81eb8d8b9c3e0200                                  | c301863b81eb8d8b9c3e
                    AVRO     | c302863b81eb8d8b9c3d0200                                  | c302863b81eb8d8b9c3d
                    PROTOBUF | 0a05829dbe5d00                                            | 24506832
                    PROTOBUF | 1205829dbe5c00                                            | field 2
                    PROTOBUF | 0a07829dbe5c020801                                        | field 1 of ParcelReturned
                    PROTOBUF | 0a1082b8b36a0b0a056e6f72746810011801                      | field 3 of ParcelMailed
                    """)
    void a_stored_event_with_something_unknown_is_from_a_newer_release(
            EventFormat format, String stored, String named) {
        assertThatThrownBy(() -> ParcelEvent.codec(format).decode(Encoded.of(1, format, stored)))
                .isInstanceOf(NewerReleaseException.class)
                .hasMessageContaining(named);
    }

    @Test
    void a_malformed_decimal_is_refused_and_its_field_named() {
        assertThatThrownBy(() ->
                        ParcelEvent.codec(EventFormat.PROTOBUF)
                                .decode(
                                        Encoded.of(
                                                1,
                                                EventFormat.PROTOBUF,
                                                "0a228a97996b1d0a0c416461204c6f76656c61636512064c6f6e646f6e1a05312e323578")))
                .isInstanceOf(UndecodableEventsException.class)
                .hasMessageContaining("field kilograms of ParcelRegistered");
    }

    @Test
    void an_unknown_format_is_from_a_newer_release() {
        EncodedEvents thrift = new EncodedEvents.Binary(1, "thrift", new byte[] {1});
        assertThatThrownBy(() -> ParcelEvent.codec(EventFormat.JSON).decode(thrift))
                .isInstanceOf(NewerReleaseException.class)
                .hasMessage(
                        "event format thrift is not known to this version of the code: deploy the release that wrote it, or newer");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"eventType":"ParcelRegistered","to":"nowhere","weight":"1 kg"}    | ParcelRegistered cannot be read:
                    {"eventType":"ParcelRegistered","revision":2,"recipient":"A","city":"L","weight":"heavy"} | ParcelRegistered of schema version 2 cannot be read:
                    """)
    void an_event_that_its_upcaster_cannot_read_is_refused_and_named(String event, String named) {
        EncodedEvents stored = new EncodedEvents.Json(1, "[" + event + "]");
        assertThatThrownBy(() -> ParcelEvent.codec(EventFormat.JSON).decode(stored))
                .isInstanceOf(UndecodableEventsException.class)
                .hasMessageStartingWith(named);
    }

    @Test
    void a_body_of_an_undeclared_schema_is_not_written() {
        for (EventSchema schema :
                List.of(
                        EventSchema.of("ParcelLost"),
                        EventSchema.of("ParcelReturned", Field.bool("x").orAbsent()))) {
            @Nullable Object[] absent = new Object[schema.fields().size()];
            var codec =
                    new SchemaEventCodec<Boolean>(
                            ParcelEvent.SCHEMAS,
                            _ -> schema.body(absent),
                            _ -> true,
                            EventFormat.JSON);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> codec.encode(List.of(true)))
                    .withMessageContaining(schema.type());
        }
    }

    private static ParcelEvent event(RandomGenerator random) {
        return switch (random.nextInt(5)) {
            case 0, 1 ->
                    new Registered(
                            text(random),
                            text(random),
                            new BigDecimal(
                                            new BigInteger(
                                                    random.nextInt(200),
                                                    new Random(random.nextLong())),
                                            random.nextInt(60))
                                    .multiply(BigDecimal.valueOf(random.nextInt(-1, 2))),
                            random.nextBoolean() ? Optional.of(text(random)) : Optional.empty());
            case 2, 3 ->
                    new Sent(
                            text(random),
                            random.nextLong() >> random.nextInt(64),
                            random.nextBoolean());
            default -> new Returned();
        };
    }

    private static String text(RandomGenerator random) {
        return random.ints(random.nextInt(20), 0, 0x3000)
                .map(c -> c % 7 == 0 ? 0x1F600 + c % 64 : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
