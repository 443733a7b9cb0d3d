package dev.reprise.feed;

import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StoreUnavailableException.Reason;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.projections.DeliveredCommit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts commits into the feed, each once, whatever is delivered twice, late, or not at all. Any
 * number of indexers may work at the same time.
 *
 * <p>A page is put where the known feed ends, on condition that no page begins there. So of all
 * indexers that know the same end, one goes on. The others learn its page and begin anew. After a
 * page is put, its streams are written: how far the feed has each of them. A page whose streams are
 * not written yet is read instead, so a crash between the two loses nothing. The protocol and what
 * happens when each of its steps fails are in ADR 11.
 */
public final class FeedIndexer {

    /** So many pages may wait for their streams to be written by the indexer that put them. */
    private static final int MAX_UNSETTLED = 3;

    /** How many streams are remembered. Another one takes a read. */
    private static final int MAX_STREAMS = 20_000;

    private final FeedStore store;
    private final EventStore events;
    private final RetryPolicy retries;
    private final int maxStreams;
    private @Nullable KnownFeed remembered;

    /**
     * An indexer.
     *
     * @param retries how often a page is tried again because another indexer was faster
     */
    public FeedIndexer(FeedStore store, EventStore events, RetryPolicy retries) {
        this(store, events, retries, MAX_STREAMS);
    }

    /** With another number of streams that are remembered. */
    FeedIndexer(FeedStore store, EventStore events, RetryPolicy retries, int maxStreams) {
        this.store = store;
        this.events = events;
        this.retries = retries;
        this.maxStreams = maxStreams;
    }

    /**
     * Puts the delivered commits into the feed, and before each of them what the feed lacks of its
     * stream and of the streams of its joint append. A commit that cannot be put there blocks its
     * stream until it is delivered or swept again; the other streams go on.
     *
     * @return why streams are blocked
     * @throws StoreUnavailableException if a store did not answer, or other indexers were always
     *     faster. The same commits are to be delivered again
     */
    public synchronized Map<StreamName, String> index(List<DeliveredCommit> commits) {
        List<DeliveredCommit.Appended> delivered =
                commits.stream()
                        .filter(DeliveredCommit.Appended.class::isInstance)
                        .map(DeliveredCommit.Appended.class::cast)
                        .toList();
        if (delivered.isEmpty()) {
            return Map.of();
        }
        KnownFeed feed = remembered == null ? KnownFeed.read(store, maxStreams) : remembered;
        // After an error the feed is read anew. What is remembered may be of another table.
        remembered = null;
        Map<StreamName, String> blocked = index(delivered, feed);
        remembered = feed;
        return blocked;
    }

    private Map<StreamName, String> index(
            List<DeliveredCommit.Appended> delivered, KnownFeed feed) {
        RetryPolicy.Retries attempts = retries.start();
        NextCommits commits = new NextCommits(events, delivered);
        while (true) {
            // 1. Write the streams of pages that others left behind.
            feed.unsettledBeyond(MAX_UNSETTLED).forEach(page -> writeStreams(page, feed));
            // 2. Draft the next page.
            PageDraft draft = draft(delivered, feed, commits);
            if (draft.entries().isEmpty()) {
                noteBlocked(commits, feed);
                return commits.blocked();
            }
            // 3. Put it at the known end.
            FeedPage page = feed.next(draft.entries());
            switch (store.put(page)) {
                case FeedStore.PutResult.Stored _ -> {
                    feed.add(page);
                    // 4. Write its streams.
                    writeStreams(page, feed);
                }
                case FeedStore.PutResult.Taken(FeedPage winner)
                        when winner.hash().equals(page.hash()) -> {
                    // It was put by a request whose answer was lost, or by another indexer.
                    feed.add(page);
                    writeStreams(page, feed);
                }
                case FeedStore.PutResult.Taken(FeedPage winner) -> {
                    // 5. Learn what was put meanwhile, and judge anew.
                    feed.add(winner);
                    feed.addAll(winner.lastPosition() + 1);
                    commits = new NextCommits(events, delivered);
                    if (!attempts.again()) {
                        throw new StoreUnavailableException(
                                Reason.THROTTLED, "other indexers keep putting pages");
                    }
                }
            }
        }
    }

    /** In the order in which the commits were delivered, as far as that of their streams allows. */
    private static PageDraft draft(
            List<DeliveredCommit.Appended> delivered, KnownFeed feed, NextCommits commits) {
        feed.learn(streamsOf(delivered));
        PageDraft draft = new PageDraft(feed, commits);
        for (DeliveredCommit.Appended delivery : delivered) {
            if (!draft.isFull() && !commits.isBlocked(delivery.stream())) {
                draft.add(delivery.stream(), new StreamVersion(delivery.sequenceNumber()));
            }
        }
        return draft;
    }

    /** The delivered streams, and the partners of their commits. */
    private static Set<StreamName> streamsOf(List<DeliveredCommit.Appended> delivered) {
        Set<StreamName> streams = new HashSet<>();
        for (DeliveredCommit.Appended delivery : delivered) {
            streams.add(delivery.stream());
            if (delivery instanceof DeliveredCommit.Intact intact) {
                streams.addAll(intact.commit().partners().keySet());
            }
        }
        return streams;
    }

    private void writeStreams(FeedPage page, KnownFeed feed) {
        store.advance(page.streams().values());
        feed.written(page);
    }

    private void noteBlocked(NextCommits commits, KnownFeed feed) {
        commits.blocked()
                .forEach((stream, error) ->
                        store.block(stream, feed.stream(stream).version(), error));
    }
}
