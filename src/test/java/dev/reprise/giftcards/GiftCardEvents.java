package dev.reprise.giftcards;

import static dev.reprise.serialization.Field.decimal;
import static dev.reprise.serialization.Field.integer;
import static dev.reprise.serialization.Field.text;

import dev.reprise.eventstore.EventCodec;
import dev.reprise.giftcards.GiftCard.Event;
import dev.reprise.giftcards.GiftCard.Event.CardBlocked;
import dev.reprise.giftcards.GiftCard.Event.CardCharged;
import dev.reprise.giftcards.GiftCard.Event.CardIssued;
import dev.reprise.serialization.EventBody;
import dev.reprise.serialization.EventFormat;
import dev.reprise.serialization.EventSchema;
import dev.reprise.serialization.EventSchemas;
import dev.reprise.serialization.SchemaEventCodec;
import dev.reprise.serialization.Upcaster;
import java.util.List;

/** The schemas of a gift card's events, with those of earlier releases. */
final class GiftCardEvents {

    /** Stored before there were other currencies: an amount of euros, such as 25.00. */
    private static final EventSchema ISSUED_IN_EUROS =
            EventSchema.of("CardIssued", decimal("amount"));

    private static final EventSchema ISSUED =
            EventSchema.of("CardIssued", 2, text("currency"), integer("cents"));

    /** The earlier name of a charge, without its reference. */
    private static final EventSchema SPENT = EventSchema.of("CardSpent", integer("cents"));

    private static final EventSchema CHARGED =
            EventSchema.of("CardCharged", 2, integer("cents"), text("reference"));

    private static final EventSchema BLOCKED = EventSchema.of("CardBlocked");

    private static final EventSchemas SCHEMAS =
            new EventSchemas(
                    "example.giftcards",
                    List.of(ISSUED_IN_EUROS, ISSUED, SPENT, CHARGED, BLOCKED),
                    List.of(
                            new Upcaster(
                                    ISSUED_IN_EUROS,
                                    ISSUED,
                                    old ->
                                            ISSUED.body(
                                                    "EUR",
                                                    old.decimal("amount")
                                                            .movePointRight(2)
                                                            .longValueExact())),
                            new Upcaster(
                                    SPENT,
                                    CHARGED,
                                    old -> CHARGED.body(old.integer("cents"), "unknown"))));

    private GiftCardEvents() {}

    static EventCodec<Event> codec(EventFormat written) {
        return new SchemaEventCodec<>(
                SCHEMAS, GiftCardEvents::body, GiftCardEvents::event, written);
    }

    static EventBody body(Event event) {
        return switch (event) {
            case CardIssued(String currency, long cents) -> ISSUED.body(currency, cents);
            case CardCharged(long cents, String reference) -> CHARGED.body(cents, reference);
            case CardBlocked _ -> BLOCKED.body();
        };
    }

    private static Event event(EventBody body) {
        return switch (body.type()) {
            case "CardIssued" -> new CardIssued(body.text("currency"), body.integer("cents"));
            case "CardCharged" -> new CardCharged(body.integer("cents"), body.text("reference"));
            case "CardBlocked" -> new CardBlocked();
            default ->
                    throw new IllegalArgumentException(
                            "event type " + body.type() + " has no event class");
        };
    }
}
