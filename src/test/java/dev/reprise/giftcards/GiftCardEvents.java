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
import dev.reprise.serialization.EventForms;
import dev.reprise.serialization.Form;
import dev.reprise.serialization.FormsEventCodec;
import dev.reprise.serialization.Upcaster;
import java.util.List;

/** How a gift card's events are stored, and once were. */
final class GiftCardEvents {

    /** Cards were of euros only, and had an amount such as 25.00. */
    private static final Form ISSUED_IN_EUROS = Form.of("CardIssued", decimal("amount"));

    private static final Form ISSUED = Form.of("CardIssued", 2, text("currency"), integer("cents"));

    /** What is a charge now was called spending, and had no reference. */
    private static final Form SPENT = Form.of("CardSpent", integer("cents"));

    private static final Form CHARGED =
            Form.of("CardCharged", 2, integer("cents"), text("reference"));

    private static final Form BLOCKED = Form.of("CardBlocked");

    private static final EventForms FORMS =
            new EventForms(
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
        return new FormsEventCodec<>(FORMS, GiftCardEvents::body, GiftCardEvents::event, written);
    }

    private static EventBody body(Event event) {
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
            default -> throw new IllegalArgumentException("the event type has no event");
        };
    }
}
