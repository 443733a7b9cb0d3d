package dev.reprise.serialization;

import static dev.reprise.serialization.Field.bool;
import static dev.reprise.serialization.Field.decimal;
import static dev.reprise.serialization.Field.integer;
import static dev.reprise.serialization.Field.text;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Events of a test aggregate whose schemas changed over time. */
sealed interface ParcelEvent {

    record Registered(String recipient, String city, BigDecimal kilograms, Optional<String> note)
            implements ParcelEvent {}

    record Sent(String depot, long pieces, boolean insured) implements ParcelEvent {}

    record Returned() implements ParcelEvent {}

    EventSchema REGISTERED_1 = EventSchema.of("ParcelRegistered", text("to"), text("weight"));

    /** {@code to} was split into recipient and city. */
    EventSchema REGISTERED_2 =
            EventSchema.of("ParcelRegistered", 2, text("recipient"), text("city"), text("weight"));

    /** {@code weight} became a number with its unit, and an optional note was added. */
    EventSchema REGISTERED =
            EventSchema.of(
                    "ParcelRegistered",
                    3,
                    text("recipient"),
                    text("city"),
                    decimal("kilograms"),
                    text("note").orAbsent());

    EventSchema MAILED = EventSchema.of("ParcelMailed", text("depot"), bool("insured"));

    /** Renamed from {@link #MAILED}, and a parcel may have several pieces. */
    EventSchema SENT =
            EventSchema.of("ParcelSent", 2, text("depot"), integer("pieces"), bool("insured"));

    EventSchema RETURNED = EventSchema.of("ParcelReturned");

    EventSchemas SCHEMAS =
            new EventSchemas(
                    "test.parcels",
                    List.of(REGISTERED_1, REGISTERED_2, REGISTERED, MAILED, SENT, RETURNED),
                    List.of(
                            new Upcaster(REGISTERED_1, REGISTERED_2, ParcelEvent::splitTo),
                            new Upcaster(REGISTERED_2, REGISTERED, ParcelEvent::numberWeight),
                            new Upcaster(
                                    MAILED,
                                    SENT,
                                    old -> SENT.body(old.text("depot"), 1, old.bool("insured")))));

    private static EventBody splitTo(EventBody old) {
        String[] parts = old.text("to").split(", ", 2);
        return REGISTERED_2.body(parts[0], parts[1], old.text("weight"));
    }

    private static EventBody numberWeight(EventBody old) {
        return REGISTERED.body(
                old.text("recipient"),
                old.text("city"),
                new BigDecimal(old.text("weight").replace(" kg", "")),
                null);
    }

    static SchemaEventCodec<ParcelEvent> codec(EventFormat written) {
        return new SchemaEventCodec<>(SCHEMAS, ParcelEvent::body, ParcelEvent::event, written);
    }

    static EventBody body(ParcelEvent event) {
        return switch (event) {
            case Registered(var recipient, var city, var kilograms, var note) ->
                    REGISTERED.body(recipient, city, kilograms, note.orElse(null));
            case Sent(var depot, var pieces, var insured) -> SENT.body(depot, pieces, insured);
            case Returned() -> RETURNED.body();
        };
    }

    private static ParcelEvent event(EventBody body) {
        return switch (body.type()) {
            case "ParcelRegistered" ->
                    new Registered(
                            body.text("recipient"),
                            body.text("city"),
                            body.decimal("kilograms"),
                            body.has("note") ? Optional.of(body.text("note")) : Optional.empty());
            case "ParcelSent" ->
                    new Sent(body.text("depot"), body.integer("pieces"), body.bool("insured"));
            case "ParcelReturned" -> new Returned();
            default ->
                    throw new IllegalArgumentException(
                            "event type " + body.type() + " has no event class");
        };
    }
}
