package dev.reprise.giftcards;

import dev.reprise.aggregates.StateCodec;
import dev.reprise.giftcards.GiftCard.Active;
import dev.reprise.giftcards.GiftCard.Blocked;
import dev.reprise.giftcards.GiftCard.NotIssued;
import java.util.OptionalLong;

/** Encodes a gift card's state for snapshots and rows, such as {@code active EUR 2500}. */
final class GiftCardStates implements StateCodec<GiftCard> {

    @Override
    public int schemaVersion() {
        return 1;
    }

    @Override
    public OptionalLong memoryBytes(GiftCard state) {
        return OptionalLong.of(80);
    }

    @Override
    public String encode(GiftCard state) {
        return switch (state) {
            case NotIssued _ ->
                    throw new IllegalArgumentException("a card without events has no state");
            case Active(String currency, long cents) -> "active " + currency + " " + cents;
            case Blocked(String currency, long cents) -> "blocked " + currency + " " + cents;
        };
    }

    @Override
    public GiftCard decode(String encoded) {
        String[] parts = encoded.split(" ", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException(
                    "the stored state of the card cannot be read: " + encoded);
        }
        long cents = Long.parseLong(parts[2]);
        return switch (parts[0]) {
            case "active" -> new Active(parts[1], cents);
            case "blocked" -> new Blocked(parts[1], cents);
            default ->
                    throw new IllegalArgumentException(
                            "the stored state of the card cannot be read: " + encoded);
        };
    }
}
