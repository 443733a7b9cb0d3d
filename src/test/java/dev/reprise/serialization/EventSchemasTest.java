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

/** What is checked of a declaration, and of the bodies that it allows. */
class EventSchemasTest {

    private static final EventSchema FIRST = EventSchema.of("ParcelSent", text("depot"));
    private static final EventSchema SECOND = EventSchema.of("ParcelSent", 2, text("warehouse"));
    private static final Upcaster UPCASTER =
            new Upcaster(FIRST, SECOND, old -> SECOND.body(old.text("depot")));

    private static void declare(List<EventSchema> forms, Upcaster... upcasters) {
        new EventSchemas("test", forms, List.of(upcasters));
    }

    @Test
    void a_form_that_is_not_the_latest_of_its_type_has_an_upcaster() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> declare(List.of(SECOND, FIRST)))
                .withMessage("ParcelSent has a later form, and no upcaster");
        declare(List.of(SECOND, FIRST), UPCASTER);
    }

    @Test
    void a_form_is_declared_once_and_so_is_its_upcaster() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> declare(List.of(FIRST, EventSchema.of("ParcelSent"))))
                .withMessage("ParcelSent is declared twice");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> declare(List.of(FIRST, SECOND), UPCASTER, UPCASTER))
                .withMessage("two upcasters are from ParcelSent");
    }

    @Test
    void an_upcaster_is_between_declared_forms() {
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
    void an_upcaster_leads_to_a_higher_revision() {
        for (EventSchema to : List.of(FIRST, EventSchema.of("ParcelMoved", text("depot")))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Upcaster(SECOND, to, body -> body))
                    .withMessageContaining("ParcelSent of schema version 2")
                    .withMessageContaining(to.type());
        }
    }

    @Test
    void an_upcaster_makes_what_it_says() {
        EventSchemas forms =
                new EventSchemas(
                        "test",
                        List.of(FIRST, SECOND),
                        List.of(new Upcaster(FIRST, SECOND, body -> body)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> forms.upcast(FIRST.body("north")))
                .withMessage(
                        "the upcaster from ParcelSent to ParcelSent of schema version 2 made a ParcelSent");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "parcelSent", "Parcel_2", "Parcel Sent", "Päckchen", "StoredEvent"})
    void a_type_has_a_name_that_every_format_can_have(String type) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventSchema.of(type))
                .withMessageContaining("\"" + type + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Depot", "the_depot", "eventType", "revision"})
    void a_field_has_a_name_that_every_format_can_have(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> text(name))
                .withMessageContaining("\"" + name + "\"");
    }

    @Test
    void a_form_has_a_revision_from_1_and_each_field_once() {
        assertThatIllegalArgumentException().isThrownBy(() -> EventSchema.of("ParcelSent", 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventSchema.of("ParcelSent", text("depot"), bool("depot")))
                .withMessageContaining("ParcelSent");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Test", "test.", "test-parcels"})
    void a_namespace_is_one_that_every_format_can_have(String namespace) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EventSchemas(namespace, List.of(), List.of()))
                .withMessageContaining("\"" + namespace + "\"");
    }

    /** A change of a form that would let what is stored be read as something else. */
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
    void a_form_that_is_changed_has_another_number(EventSchema changed) {
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
    void a_value_is_asked_for_as_what_it_is() {
        EventBody body = ALL.body("north", 2, BigDecimal.ONE, true, null);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> body.text("pieces"))
                .withMessage("field pieces of ParcelWeighed is a whole number of 64 bits");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> body.text("note"))
                .withMessage("field note of ParcelWeighed is absent");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> body.text("colour"))
                .withMessage("field colour of ParcelWeighed is not known");
    }

    @Test
    void a_body_has_a_fitting_value_for_each_field() {
        assertRefused("has 5 fields, not 1", "north");
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
