package dev.reprise.orders;

import dev.reprise.eventstore.Load.Consistency;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.orders.ShippedItemsProjection.Shipment;
import dev.reprise.projections.CommitScan;
import dev.reprise.projections.SharedRowsReader;
import dev.reprise.projections.SharedSearch;
import dev.reprise.projections.ViewStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the read model of shipped items, which is a moment behind the orders' events. */
@ApplicationScoped
public class ShippedItems {

    /** An instant and an order, after a word or not; or the end of a range of positions. */
    private static final Pattern POSITION =
            Pattern.compile(
                    "(?:[\\p{L}\\p{N}\\p{M}]+#)?"
                            + "(?:\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z"
                            + "(?:\\$|#[A-Za-z0-9._:-]{1,128}(?:\u0001\\d{1,9})?))?");

    private final SharedRowsReader<Shipment> reader;

    @Inject
    public ShippedItems(ViewStore views, CommitScan scan) {
        this(views, scan, InstantSource.system());
    }

    ShippedItems(ViewStore views, CommitScan scan, InstantSource clock) {
        reader = new SharedRowsReader<>(new ShippedItemsProjection(), views, scan, clock);
    }

    /** Waits for the read model. */
    public SharedRowsReader<?> reader() {
        return reader;
    }

    /**
     * A page of shipped items. An order's items follow one another, one element for each item. The
     * orders are listed from the newest shipment to the oldest. A query of an address alone, or of
     * an address and a time, lists the orders by the word that begins with the longest word of the
     * query, from the last word of the alphabet to the first, and those with the same word from the
     * newest shipment to the oldest.
     *
     * @param after the {@code next} of the page before; empty for the first page
     * @param limit the maximum number of items, 1 or more; see {@link SharedRowsReader#search}
     * @param consistency strong to show what {@link SharedRowsReader#await} waited for
     * @throws StoreUnavailableException if the store did not answer
     */
    public SharedSearch.Page<ShippedItem> list(
            ShippedItemsQuery query, Optional<String> after, int limit, Consistency consistency) {
        return reader.search(ShippedItemsSearch.of(query), after, limit, consistency);
    }

    /** Whether a text has the form of a position in a list of shipped items. */
    public static boolean isPosition(String text) {
        return !text.isEmpty() && POSITION.matcher(text).matches();
    }
}
