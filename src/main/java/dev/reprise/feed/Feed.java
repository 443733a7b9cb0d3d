package dev.reprise.feed;

import dev.reprise.eventstore.BrokenStreamException;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.StoreUnavailableException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads the feed. The events at a position never change.
 *
 * <p>Every method throws {@link StoreUnavailableException} if a store did not answer, and {@link
 * BrokenFeedException} if a page is damaged.
 */
public final class Feed {

    /** The maximum number of pages that one read looks through. */
    public static final int MAX_PAGES = 10;

    private final FeedStore store;
    private final EventStore events;

    public Feed(FeedStore store, EventStore events) {
        this.store = store;
        this.events = events;
    }

    /**
     * A part of the feed.
     *
     * @param entries the wanted commits, with their events
     * @param next the position after which to continue. The entries have all wanted commits up to
     *     it
     * @param end whether the feed had nothing after {@code next}
     */
    public record Slice(List<FeedEntry> entries, long next, boolean end) {

        public Slice {
            entries = List.copyOf(entries);
        }
    }

    /** The position of the last event; 0 if there is none. */
    public long head() {
        return store.lastPage().map(FeedPage::lastPosition).orElse(0L);
    }

    /**
     * Returns the commits that have events after a position, in the order of the feed. The first
     * commit may also have events before the position. The slice may have no entries although the
     * feed has more: then no commit in the pages that were read is wanted.
     *
     * @param after the position; 0 to read from the start
     * @param maxEvents the number of events at which the read ends; the last entry may exceed it
     * @param wanted which entries to return
     */
    public Slice read(long after, int maxEvents, Predicate<FeedEntry> wanted) {
        List<FeedEntry> found = new ArrayList<>();
        long next = after;
        long count = 0;
        for (int page = 0; page < MAX_PAGES; page++) {
            List<FeedPage> pages = store.pagesFrom(next + 1, 1);
            if (pages.isEmpty()) {
                return new Slice(withEvents(found), next, true);
            }
            for (FeedEntry entry : pages.getFirst().entries()) {
                if (entry.lastPosition() <= after) {
                    continue;
                }
                if (wanted.test(entry)) {
                    found.add(entry);
                    count += entry.lastPosition() - Math.max(after, entry.position() - 1);
                }
                next = entry.lastPosition();
                if (count >= maxEvents) {
                    return new Slice(withEvents(found), next, false);
                }
            }
        }
        return new Slice(withEvents(found), next, false);
    }

    private List<FeedEntry> withEvents(List<FeedEntry> entries) {
        return entries.stream().map(this::withEvents).toList();
    }

    /** The events of a large commit are in the event store only. */
    private FeedEntry withEvents(FeedEntry entry) {
        if (entry.events().isPresent()) {
            return entry;
        }
        Iterator<Commit> commits =
                events.readFrom(entry.stream(), entry.firstSequenceNumber(), 1).iterator();
        if (commits.hasNext()) {
            Commit commit = commits.next();
            if (entry.isOf(commit)) {
                return entry.with(Optional.of(commit.events()));
            }
        }
        throw new BrokenStreamException(
                "the feed has a commit of %s at %d that the event store does not have; verify the stream"
                        .formatted(entry.stream(), entry.firstSequenceNumber()),
                null);
    }
}
