package dev.reprise.giftcards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.aggregates.RecentStreamsMemory;
import dev.reprise.giftcards.GiftCard.Command.ChargeCard;
import dev.reprise.giftcards.GiftCard.Command.IssueCard;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Recent gift cards take about as much memory as their handler is told to use. */
class RecentCardsMemoryTest {

    @Test
    void recent_cards_take_about_as_much_memory_as_they_may() {
        double used =
                RecentStreamsMemory.usedOf(
                        262_144,
                        400,
                        "giftcard",
                        GiftCards.AGGREGATE,
                        card ->
                                List.of(
                                        new IssueCard("EUR", 10_000),
                                        new ChargeCard(10, "reference-" + card)));
        assertThat(used).isBetween(0.7, 1.5);
    }
}
