package dev.reprise.serialization;

import static dev.reprise.serialization.Field.bool;
import static dev.reprise.serialization.Field.decimal;
import static dev.reprise.serialization.Field.integer;
import static dev.reprise.serialization.Field.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The checks of a declaration of event schemas, and of the bodies of its events. */
class EventSchemasTest {

    private static final EventSchema FIRST = EventSchema.of("ParcelSent", text("depot"));
    private static final EventSchema SECOND = EventSchema.of("ParcelSent", 2, text("warehouse"));
    private static final Upcaster UPCASTER =
            new Upcaster(FIRST, SECOND, old -> SECOND.body(old.text("depot")));

    private static void declare(List<EventSchema> schemas, Upcaster... upcasters) {
        new EventSchemas("test", schemas, List.of(upcasters));
    }

    @Test
    void a_schema_that_is_not_the_newest_of_its_type_needs_an_upcaster() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> declare(List.of(SECOND, FIRST)))
                .withMessage(
                        "ParcelSent is not the newest schema of its type and has no upcaster: add an upcaster from it");
        declare(List.of(SECOND, FIRST), UPCASTER);
    }

    @Test
    void a_schema_and_its_upcaster_can_be_declared_only_once() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> declare(List.of(FIRST, EventSchema.of("ParcelSent"))))
                .withMessage(
                        "ParcelSent is declared twice: remove one, or raise its schema version");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> declare(List.of(FIRST, SECOND), UPCASTER, UPCASTER))
                .withMessage("ParcelSent has two upcasters: remove one of them");
    }

    @Test
    void an_upcaster_must_be_between_declared_schemas() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> declare(List.of(SECOND), UPCASTER))
                .withMessageContaining("ParcelSent with the fields")
                .withMessageContaining("depot");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> declare(List.of(FIRST), UPCASTER))
                .withMessageContaining("ParcelSent of schema version 2");
        EventSchema likeFirst = EventSchema.of("ParcelSent", text("depot").orAbsent());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> declare(List.of(likeFirst, SECOND), UPCASTER))
                .withMessageContaining("is not declared");
    }

    @Test
    void events_need_the_schema_version_that_added_their_schema() {
        EventSchema lost = EventSchema.of("ParcelLost");
        EventSchema found = EventSchema.of("ParcelFound");
        EventSchemas schemas =
                EventSchemas.inVersions(
                        "test.parcels",
                        List.of(List.of(lost), List.of(), List.of(found)),
                        List.of());
        assertThat(schemas.schemaVersion()).isEqualTo(3);
        assertThat(schemas.all()).containsExactly(lost, found);
        SchemaEventCodec<EventSchema> codec =
                new SchemaEventCodec<>(
                        schemas, EventSchema::body, EventBody::schema, EventFormat.PROTOBUF);
        assertThat(codec.schemaVersion()).isEqualTo(3);
        assertThat(codec.encode(List.of(lost, lost)).schemaVersion()).isEqualTo(1);
        assertThat(codec.encode(List.of(lost, found, lost)).schemaVersion()).isEqualTo(3);
    }

    @Test
    void an_upcaster_must_lead_to_a_higher_schema_version() {
        for (EventSchema to : List.of(FIRST, EventSchema.of("ParcelMoved", text("depot")))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Upcaster(SECOND, to, body -> body))
                    .withMessageContaining("ParcelSent of schema version 2")
                    .withMessageContaining(to.type());
        }
    }

    @Test
    void an_upcaster_must_return_a_body_of_the_schema_it_declares() {
        EventSchemas schemas =
                new EventSchemas(
                        "test",
                        List.of(FIRST, SECOND),
                        List.of(new Upcaster(FIRST, SECOND, body -> body)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> schemas.upcast(FIRST.body("north")))
                .withMessage(
                        "the upcaster from ParcelSent to ParcelSent of schema version 2 returned a body of ParcelSent with the fields "
                                + FIRST.fields());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "parcelSent", "Parcel_2", "Parcel Sent", "Päckchen", "StoredEvent"})
    void a_type_name_that_some_format_cannot_have_is_refused(String type) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventSchema.of(type))
                .withMessageContaining("\"" + type + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Depot", "the_depot", "eventType", "revision"})
    void a_field_name_that_some_format_cannot_have_is_refused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> text(name))
                .withMessageContaining("\"" + name + "\"");
    }

    @Test
    void a_schema_version_is_1_or_more_and_each_field_is_declared_once() {
        assertThatIllegalArgumentException().isThrownBy(() -> EventSchema.of("ParcelSent", 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventSchema.of("ParcelSent", text("depot"), bool("depot")))
                .withMessageContaining("ParcelSent");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Test", "test.", "test-parcels"})
    void a_namespace_that_some_format_cannot_have_is_refused(String namespace) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EventSchemas(namespace, List.of(), List.of()))
                .withMessageContaining("\"" + namespace + "\"");
    }

    /** Changes of a schema with which stored events would be misread. */
    static final List<EventSchema> CHANGED =
            List.of(
                    EventSchema.of("ParcelSend", text("from"), text("to")),
                    EventSchema.of("ParcelSent", 2, text("from"), text("to")),
                    EventSchema.of("ParcelSent", text("to"), text("from")),
                    EventSchema.of("ParcelSent", text("from"), text("too")),
                    EventSchema.of("ParcelSent", text("from"), decimal("to")),
                    EventSchema.of("ParcelSent", text("from"), text("to").orAbsent()),
                    EventSchema.of("ParcelSent", text("from"), text("to"), text("by")));

    @ParameterizedTest
    @FieldSource("CHANGED")
    void a_changed_schema_has_another_number(EventSchema changed) {
        assertThat(changed.number())
                .isNotEqualTo(EventSchema.of("ParcelSent", text("from"), text("to")).number());
    }

    private static final EventSchema ALL =
            EventSchema.of(
                    "ParcelWeighed",
                    text("depot"),
                    integer("pieces"),
                    decimal("kilograms"),
                    bool("sealed"),
                    text("note").orAbsent());

    @Test
    void a_body_has_the_values_it_was_given() {
        EventBody body = ALL.body("north", 2, new BigDecimal("1E+2"), true, null);
        assertThat(body.type()).isEqualTo("ParcelWeighed");
        assertThat(body.text("depot")).isEqualTo("north");
        assertThat(body.integer("pieces")).isEqualTo(2);
        assertThat(body.decimal("kilograms")).isEqualTo(new BigDecimal("100"));
        assertThat(body.bool("sealed")).isTrue();
        assertThat(body.has("note")).isFalse();
        assertThat(body).isEqualTo(ALL.body("north", 2L, new BigDecimal("100"), true, null));
    }

    @Test
    void a_value_can_only_be_read_with_its_declared_name_and_type() {
        EventBody body = ALL.body("north", 2, BigDecimal.ONE, true, null);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> body.text("pieces"))
                .withMessage(
                        "field pieces of ParcelWeighed is a whole number of 64 bits, not a String");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> body.text("note"))
                .withMessage("field note of ParcelWeighed is absent: ask has(\"note\") first");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> body.text("colour"))
                .withMessage("field colour of ParcelWeighed is not declared");
    }

    @Test
    void a_body_needs_a_value_of_the_declared_type_for_each_field() {
        assertRefused("has 5 fields, but 1 values", "north");
        assertRefused("field depot", null, 2, BigDecimal.ONE, true, null);
        assertRefused("field depot", 1, 2, BigDecimal.ONE, true, null);
        assertRefused("field pieces", "north", BigDecimal.TWO, BigDecimal.ONE, true, null);
        assertRefused("field kilograms", "north", 2, 1L, true, null);
        assertRefused("field sealed", "north", 2, BigDecimal.ONE, "true", null);
        assertRefused("field note", "north", 2, BigDecimal.ONE, true, 1);
        for (String half : List.of("\ud83d", "\ud83dx", "\ude9a\ud83d", "x\ude9a")) {
            assertRefused("field note", "north", 2, BigDecimal.ONE, true, half);
        }
        for (String large : List.of("1E+256", "1E-257", "1E+999999999", "1E-999999999")) {
            assertRefused("field kilograms", "north", 2, new BigDecimal(large), true, null);
        }
    }

    private static void assertRefused(String named, @Nullable Object... values) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ALL.body(values))
                .withMessageContaining("ParcelWeighed")
                .withMessageContaining(named);
    }
}
