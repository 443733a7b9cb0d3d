package dev.reprise.giftcards;

import dev.reprise.aggregates.StateProjection;
import dev.reprise.eventstore.Load.Consistency;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.Tenant;
import dev.reprise.giftcards.GiftCard.Active;
import dev.reprise.giftcards.GiftCard.Blocked;
import dev.reprise.giftcards.GiftCard.Event;
import dev.reprise.giftcards.GiftCard.NotIssued;
import dev.reprise.projections.CommitScan;
import dev.reprise.projections.Contribution;
import dev.reprise.projections.IndexEntry;
import dev.reprise.projections.PositionRange;
import dev.reprise.projections.SearchRow;
import dev.reprise.projections.Shards;
import dev.reprise.projections.SharedRowsReader;
import dev.reprise.projections.SharedSearch;
import dev.reprise.projections.SharedSearch.PositionFilter;
import dev.reprise.projections.SharingProjection;
import dev.reprise.projections.Total;
import dev.reprise.projections.ViewStore;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code gift-card-balances}: what is left on all active cards of a currency together, and which
 * cards have the most left.
 */
@Singleton
@IfBuildProperty(name = GiftCards.ENABLED, stringValue = "true")
final class GiftCardBalances extends StateProjection<GiftCard, Event>
        implements SharingProjection<Event, GiftCard> {

    private static final String BY_BALANCE = "by-balance";
    private static final String PER_CURRENCY = "per-currency";
    private static final String ALL = "all";
    private static final Shards SHARDS = new Shards(4);

    GiftCardBalances() {
        super("gift-card-balances", CardId.CATEGORY, GiftCards.AGGREGATE);
    }

    @Override
    public List<IndexEntry> indexEntries(StreamName stream, GiftCard card) {
        return List.of();
    }

    @Override
    public Contribution contribution(StreamName stream, GiftCard card) {
        return switch (card) {
            case NotIssued _, Blocked _ -> Contribution.NONE;
            case Active(String currency, long cents) -> {
                String partition = SHARDS.partition(currency, stream);
                String position = String.format(Locale.ROOT, "%019d#%s", cents, stream.id());
                yield new Contribution(
                        Set.of(new SearchRow(BY_BALANCE, partition, position)),
                        Map.of(
                                new Total(PER_CURRENCY, partition, ALL),
                                Map.of("cents", BigDecimal.valueOf(cents))));
            }
        };
    }

    /** Reads the balances. */
    static final class Reader {

        private final SharedRowsReader<GiftCard> rows;

        Reader(ViewStore views, CommitScan scan, InstantSource clock) {
            rows = new SharedRowsReader<>(new GiftCardBalances(), views, scan, clock);
        }

        /** What is left on all active cards of a currency. */
        BigDecimal total(Tenant tenant, String currency) {
            return rows.totals(
                            tenant,
                            PER_CURRENCY,
                            SHARDS.partitions(currency),
                            PositionRange.ALL,
                            Consistency.EVENTUAL)
                    .getOrDefault(ALL, Map.of())
                    .getOrDefault("cents", BigDecimal.ZERO);
        }

        /** The active cards of a currency, from the highest balance down. */
        SharedSearch.Page<CardId> highest(
                Tenant tenant, String currency, Optional<String> after, int limit) {
            return rows.search(
                    new SharedSearch<>(
                            tenant,
                            BY_BALANCE,
                            List.of(SHARDS.partitions(currency)),
                            PositionRange.ALL,
                            PositionFilter.NONE,
                            hit -> List.of(new CardId(hit.row().stream().id()))),
                    after,
                    limit,
                    Consistency.EVENTUAL);
        }
    }
}
