package dev.reprise.feed;

import dev.reprise.eventstore.BrokenStreamException;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.NewerReleaseException;
import dev.reprise.eventstore.StoreUnavailableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads one generation of the feed. The events at a position never change.
 *
 * <p>Every method throws {@link StoreUnavailableException} if a store did not answer, and {@link
 * BrokenFeedException} if a page is damaged.
 */
public final class Feed {

    /** The maximum number of pages that one read looks through. */
    public static final int MAX_PAGES = 10;

    /** A read that has events of this size, before they are compressed, ends. */
    public static final int MAX_BYTES = 3 * 1024 * 1024;

    private final int generation;
    private final FeedStore store;
    private final EventStore events;

    /**
     * A generation of the feed.
     *
     * @param generation its number, 1 or more
     */
    public Feed(int generation, FeedStore store, EventStore events) {
        this.generation = generation;
        this.store = store;
        this.events = events;
    }

    /**
     * A part of the feed.
     *
     * @param entries the wanted commits, with their events; without them if the event store cannot
     *     read a large commit
     * @param next the position after which to continue. The entries have all wanted commits up to
     *     it
     * @param end whether the feed had nothing after {@code next}
     */
    public record Slice(List<FeedEntry> entries, long next, boolean end) {

        public Slice {
            entries = List.copyOf(entries);
        }

        /** The same part of the feed, as if the feed ended at this position. */
        public Slice upTo(long position) {
            return next <= position
                    ? this
                    : new Slice(
                            entries.stream()
                                    .filter(entry -> entry.lastPosition() <= position)
                                    .toList(),
                            position,
                            true);
        }
    }

    /** The number of the generation. */
    public int generation() {
        return generation;
    }

    /** The position of the last event; 0 if there is none. */
    public long head() {
        return store.head();
    }

    /**
     * Whether this generation has the commits that its rebuild left out: its first sweep is done.
     * The first generation was not made by a rebuild.
     */
    public boolean hasAllOfTheRebuild() {
        return generation == FeedRebuild.FIRST
                || store.sweep().filter(sweep -> sweep.done() || sweep.number() > 1).isPresent();
    }

    /**
     * How much there is in a feed.
     *
     * @param events the number of events
     * @param streams the number of streams; empty if the generation has ended, or began in a
     *     release that did not count them
     */
    public record Size(long events, Optional<Long> streams) {}

    /** How much there is in the feed: one strongly consistent read of the last page. */
    public Size size() {
        try {
            return store.lastPage()
                    .map(page -> new Size(page.lastPosition(), page.streamCount()))
                    .orElseGet(() -> new Size(0, Optional.of(0L)));
        } catch (SealedFeedException ended) {
            return new Size(head(), Optional.empty());
        }
    }

    /** Lists the streams that the feed has; see {@link FeedStore#list}. */
    public FeedStore.StreamPage streams(String prefix, Optional<String> after, int limit) {
        return store.list(prefix, after, limit);
    }

    /** Whether a text is a place in a list of streams; see {@link FeedStore#isPlace}. */
    public boolean isPlaceOfStreams(String prefix, String text) {
        return store.isPlace(prefix, text);
    }

    /** When the first commit after a position was made; empty if there is none. */
    public Optional<Instant> timeAfter(long position) {
        return store.pagesFrom(position + 1, 1).stream()
                .flatMap(page -> page.entries().stream())
                .filter(entry -> entry.lastPosition() > position)
                .findFirst()
                .map(FeedEntry::at);
    }

    /**
     * The position before the first commit of a time or later; the head if there is none. Commits
     * stand in the order of their delivery: one that was delivered late may stand before the
     * position although it is of a later time, or after it although it is of an earlier one.
     */
    public long positionBefore(Instant time) {
        // Everything up to `before` is earlier. `from` begins a page that is not, or is after the
        // end.
        long before = 0;
        long from = head() + 1;
        while (before + 1 < from) {
            FeedPage page = pageWith(before + (from - before) / 2);
            if (page.entries().getLast().at().isBefore(time)) {
                before = page.lastPosition();
            } else {
                from = page.firstPosition();
            }
        }
        return store.pagesFrom(from, 1).stream()
                .flatMap(page -> page.entries().stream())
                .filter(entry -> !entry.at().isBefore(time))
                .findFirst()
                .map(entry -> entry.position() - 1)
                .orElse(before);
    }

    private FeedPage pageWith(long position) {
        return store.pagesFrom(position, 1).stream()
                .findFirst()
                .orElseThrow(() ->
                        new StoreUnavailableException(
                                StoreUnavailableException.Reason.THROTTLED,
                                "the last pages of the feed cannot be read yet"));
    }

    /**
     * Returns the commits that have events after a position, in the order of the feed. The first
     * commit may also have events before the position. The slice may have no entries although the
     * feed has more: then no commit in the pages that were read is wanted.
     *
     * @param after the position; 0 to read from the start
     * @param maxEvents the number of events at which the read ends; the last entry may exceed it.
     *     It ends earlier at {@link #MAX_BYTES}
     * @param wanted which entries to return
     */
    public Slice read(long after, int maxEvents, Predicate<FeedEntry> wanted) {
        List<FeedEntry> found = new ArrayList<>();
        long next = after;
        long count = 0;
        long bytes = 0;
        for (int page = 0; page < MAX_PAGES; page++) {
            List<FeedPage> pages = store.pagesFrom(next + 1, 1);
            if (pages.isEmpty()) {
                return new Slice(found, next, true);
            }
            for (FeedEntry entry : pages.getFirst().entries()) {
                if (entry.lastPosition() <= after) {
                    continue;
                }
                if (wanted.test(entry)) {
                    FeedEntry whole = withEvents(entry);
                    found.add(whole);
                    count += entry.lastPosition() - Math.max(after, entry.position() - 1);
                    bytes += whole.events().map(EncodedEvents::size).orElse(0);
                }
                next = entry.lastPosition();
                if (count >= maxEvents || bytes >= MAX_BYTES) {
                    return new Slice(found, next, false);
                }
            }
        }
        return new Slice(found, next, false);
    }

    /**
     * The events of a large commit are in the event store only. If it does not have them, or cannot
     * read them, the entry has none: a reader must be able to go on.
     */
    private FeedEntry withEvents(FeedEntry entry) {
        if (entry.events().isPresent()) {
            return entry;
        }
        try {
            Iterator<Commit> commits =
                    events.readFrom(entry.stream(), entry.firstSequenceNumber(), 1).iterator();
            if (commits.hasNext()) {
                Commit commit = commits.next();
                return entry.isOf(commit) ? entry.with(Optional.of(commit.events())) : entry;
            }
            return entry;
        } catch (BrokenStreamException | NewerReleaseException e) {
            return entry;
        }
    }
}
