package dev.reprise.giftcards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.Tenant;
import dev.reprise.giftcards.GiftCard.Event;
import dev.reprise.giftcards.GiftCard.Event.CardBlocked;
import dev.reprise.giftcards.GiftCard.Event.CardCharged;
import dev.reprise.giftcards.GiftCard.Event.CardIssued;
import dev.reprise.projections.DeliveredCommit;
import dev.reprise.projections.InMemoryCommitScan;
import dev.reprise.projections.InMemoryViewStore;
import dev.reprise.projections.Projector;
import dev.reprise.projections.SharedSearch;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The read model of docs/your-own-aggregate.md that has several rows. */
class GiftCardBalancesTest {

    private final InMemoryEventStore store = new InMemoryEventStore();
    private final InMemoryViewStore views = new InMemoryViewStore();
    private final InMemoryCommitScan scan = new InMemoryCommitScan(store);
    private final Projector projector =
            new Projector(List.of(new GiftCardBalances()), views, store, scan, () -> Commits.AT);
    private final GiftCardBalances.Reader balances =
            new GiftCardBalances.Reader(views, scan, () -> Commits.AT);

    /** Records events and delivers their commit twice. */
    private void record(String card, Event... events) {
        CardId id = new CardId(card);
        List<Commit> before = Commits.all(store, id.stream(Tenant.ONLY));
        Commit commit =
                Commits.append(
                        store,
                        Commits.commit(
                                before.isEmpty()
                                        ? CommitBoundary.startOf(id.stream(Tenant.ONLY))
                                        : before.getLast().end(),
                                "command-" + before.size(),
                                GiftCards.AGGREGATE.events().encode(List.of(events)),
                                Commits.AT));
        var delivery = new DeliveredCommit.Intact("delivery", commit, _ -> true);
        assertThat(projector.project(List.of(delivery))).isEmpty();
        assertThat(projector.project(List.of(delivery))).isEmpty();
    }

    private List<String> highest(String currency) {
        List<String> cards = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            SharedSearch.Page<CardId> page = balances.highest(Tenant.ONLY, currency, cursor, 2);
            page.elements().forEach(card -> cards.add(card.value()));
            cursor = page.next();
        } while (cursor.isPresent());
        return cards;
    }

    @Test
    void balances_of_active_cards_are_added_up_and_ordered() {
        record("a", new CardIssued("EUR", 25_00));
        record("b", new CardIssued("EUR", 100_00), new CardCharged(10_00, "invoice 1"));
        record("c", new CardIssued("EUR", 5_00));
        record("d", new CardIssued("CHF", 1_00));

        assertThat(balances.total(Tenant.ONLY, "EUR"))
                .isEqualByComparingTo(BigDecimal.valueOf(120_00));
        assertThat(highest("EUR")).containsExactly("b", "a", "c");

        record("b", new CardCharged(70_00, "invoice 2"));
        record("c", new CardBlocked());

        assertThat(balances.total(Tenant.ONLY, "EUR"))
                .isEqualByComparingTo(BigDecimal.valueOf(45_00));
        assertThat(highest("EUR")).containsExactly("a", "b");
        assertThat(balances.total(Tenant.ONLY, "CHF"))
                .isEqualByComparingTo(BigDecimal.valueOf(1_00));
        assertThat(balances.total(Tenant.ONLY, "USD")).isZero();
    }
}
