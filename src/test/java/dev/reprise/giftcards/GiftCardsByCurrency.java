package dev.reprise.giftcards;

import dev.reprise.aggregates.StateProjection;
import dev.reprise.eventstore.StreamName;
import dev.reprise.giftcards.GiftCard.Active;
import dev.reprise.giftcards.GiftCard.Blocked;
import dev.reprise.giftcards.GiftCard.Event;
import dev.reprise.giftcards.GiftCard.NotIssued;
import dev.reprise.projections.Index;
import dev.reprise.projections.IndexEntry;
import dev.reprise.values.Ids;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.inject.Singleton;
import java.util.List;

/** {@code gift-cards}: the current state of each card, found by its id and its currency. */
@Singleton
@IfBuildProperty(name = GiftCards.ENABLED, stringValue = "true")
final class GiftCardsByCurrency extends StateProjection<GiftCard, Event> {

    static final Index BY_CURRENCY = new Index("by-currency", 1);

    GiftCardsByCurrency() {
        super("gift-cards", CardId.CATEGORY, GiftCards.AGGREGATE);
    }

    @Override
    public List<IndexEntry> indexEntries(StreamName stream, GiftCard card) {
        return switch (card) {
            case NotIssued _ -> List.of();
            case Active(String currency, _) -> List.of(entry(stream, currency));
            case Blocked(String currency, _) -> List.of(entry(stream, currency));
        };
    }

    /** Whether a text has the form of a position, which is a card's id. */
    static boolean isPosition(String text) {
        try {
            Ids.require(text);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static IndexEntry entry(StreamName stream, String currency) {
        return new IndexEntry(BY_CURRENCY, currency, stream.id());
    }
}
