package dev.reprise.giftcards;

import dev.reprise.aggregates.Decider;
import dev.reprise.aggregates.Decision;
import dev.reprise.giftcards.GiftCard.Active;
import dev.reprise.giftcards.GiftCard.Blocked;
import dev.reprise.giftcards.GiftCard.Command;
import dev.reprise.giftcards.GiftCard.Command.BlockCard;
import dev.reprise.giftcards.GiftCard.Command.ChargeCard;
import dev.reprise.giftcards.GiftCard.Command.IssueCard;
import dev.reprise.giftcards.GiftCard.Event;
import dev.reprise.giftcards.GiftCard.Event.CardBlocked;
import dev.reprise.giftcards.GiftCard.Event.CardCharged;
import dev.reprise.giftcards.GiftCard.Event.CardIssued;
import dev.reprise.giftcards.GiftCard.NotIssued;
import dev.reprise.giftcards.GiftCard.Rejection;
import dev.reprise.giftcards.GiftCard.Rejection.CardAlreadyIssued;
import dev.reprise.giftcards.GiftCard.Rejection.CardIsBlocked;
import dev.reprise.giftcards.GiftCard.Rejection.CardNotIssued;
import dev.reprise.giftcards.GiftCard.Rejection.NotEnoughOnCard;
import java.time.Instant;

/** The rules of a gift card. */
final class GiftCardDecider implements Decider<Command, GiftCard, Event, Rejection> {

    @Override
    public GiftCard initialState() {
        return new NotIssued();
    }

    @Override
    public boolean startsStream(Command command) {
        return command instanceof IssueCard;
    }

    @Override
    public Decision<Event, Rejection> decide(Command command, GiftCard state) {
        return switch (state) {
            case NotIssued _ ->
                    command instanceof IssueCard(String currency, long cents)
                            ? Decision.accepted(new CardIssued(currency, cents))
                            : Decision.rejected(new CardNotIssued());
            case Active(_, long balance) -> decide(command, balance);
            case Blocked _ ->
                    command instanceof BlockCard
                            ? Decision.nothingToDo()
                            : Decision.rejected(new CardIsBlocked());
        };
    }

    private static Decision<Event, Rejection> decide(Command command, long balance) {
        return switch (command) {
            case IssueCard _ -> Decision.rejected(new CardAlreadyIssued());
            case ChargeCard(long cents, String reference) ->
                    cents <= balance
                            ? Decision.accepted(new CardCharged(cents, reference))
                            : Decision.rejected(new NotEnoughOnCard(balance));
            case BlockCard _ -> Decision.accepted(new CardBlocked());
        };
    }

    @Override
    public GiftCard evolve(GiftCard state, Event event, Instant at) {
        if (state instanceof NotIssued
                && event instanceof CardIssued(String currency, long cents)) {
            return new Active(currency, cents);
        }
        if (!(state instanceof Active(String currency, long balance))) {
            throw new IllegalStateException(event + " cannot follow: the card is " + state);
        }
        return switch (event) {
            case CardIssued _ ->
                    throw new IllegalStateException(
                            event + " cannot follow: the card is already issued");
            case CardCharged(long cents, _) -> new Active(currency, balance - cents);
            case CardBlocked _ -> new Blocked(currency, balance);
        };
    }
}
