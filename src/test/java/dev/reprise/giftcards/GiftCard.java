package dev.reprise.giftcards;

/** The states of a gift card. */
sealed interface GiftCard {

    /** Before its first event. */
    record NotIssued() implements GiftCard {}

    /** The card can be charged. */
    record Active(String currency, long cents) implements GiftCard {}

    /** The card cannot be used again. */
    record Blocked(String currency, long cents) implements GiftCard {}

    /** The commands to a card. */
    sealed interface Command {

        /**
         * Issues a card.
         *
         * @param currency three upper-case letters
         * @param cents 1 or more
         */
        record IssueCard(String currency, long cents) implements Command {
            public IssueCard {
                if (!currency.matches("[A-Z]{3}")) {
                    throw new IllegalArgumentException("currency must be three upper-case letters");
                }
                requirePositive(cents);
            }
        }

        /**
         * Pays with a card.
         *
         * @param cents 1 or more
         */
        record ChargeCard(long cents, String reference) implements Command {
            public ChargeCard {
                requirePositive(cents);
            }
        }

        private static void requirePositive(long cents) {
            if (cents < 1) {
                throw new IllegalArgumentException("cents must be 1 or more, found " + cents);
            }
        }

        record BlockCard() implements Command {}
    }

    /** The events of a card. */
    sealed interface Event {

        record CardIssued(String currency, long cents) implements Event {}

        record CardCharged(long cents, String reference) implements Event {}

        record CardBlocked() implements Event {}
    }

    /** Why a card's state forbids a command. */
    sealed interface Rejection {

        record CardNotIssued() implements Rejection {}

        record CardAlreadyIssued() implements Rejection {}

        record CardIsBlocked() implements Rejection {}

        record NotEnoughOnCard(long cents) implements Rejection {}
    }
}
