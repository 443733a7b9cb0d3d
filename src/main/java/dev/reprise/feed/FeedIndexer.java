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
 * Puts each commit into the feed once, even if commits are delivered twice, late, or not at all.
 * Any number of indexers may work at the same time.
 *
 * <p>An indexer puts a page after the last page that it knows, on condition that no page begins
 * there. So of all indexers that know the same last page, only one succeeds. The others read its
 * page and begin again. After the put, the indexer writes for each stream of the page how far the
 * feed has the stream. If a crash comes in between, other indexers read the page itself, so nothing
 * is lost. ADR 11 describes the protocol and what happens when each of its steps fails.
 */
public final class FeedIndexer {

    /** The number of pages whose streams are left to the indexer that put them. */
    private static final int MAX_UNSETTLED = 3;

    /** The number of streams that are remembered. Any other stream takes a read. */
    private static final int MAX_STREAMS = 20_000;

    private final FeedStore store;
    private final EventStore events;
    private final RetryPolicy retries;
    private final int maxStreams;
    private @Nullable KnownFeed remembered;

    /**
     * An indexer.
     *
     * @param retries how often a page is drafted again because another indexer put one first
     */
    public FeedIndexer(FeedStore store, EventStore events, RetryPolicy retries) {
        this(store, events, retries, MAX_STREAMS);
    }

    /** An indexer that remembers this number of streams. */
    FeedIndexer(FeedStore store, EventStore events, RetryPolicy retries, int maxStreams) {
        this.store = store;
        this.events = events;
        this.retries = retries;
        this.maxStreams = maxStreams;
    }

    /**
     * Puts the delivered commits into the feed. Before each commit it puts the earlier commits that
     * the feed lacks of its stream, and of the other streams of its joint append. A commit that
     * cannot be put blocks its stream until the next delivery or sweep. Other streams continue.
     *
     * @return the blocked streams, each with the reason
     * @throws StoreUnavailableException if a store did not answer, or other indexers put their
     *     pages first at each attempt. Then deliver the same commits again
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
        // After an error the feed is read again. The remembered state may be wrong.
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
            // 1. Write the streams of older pages that other indexers did not write.
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
                    // An earlier request whose answer was lost put it, or another indexer did.
                    feed.add(page);
                    writeStreams(page, feed);
                }
                case FeedStore.PutResult.Taken(FeedPage winner) -> {
                    // 5. Read the pages that were put meanwhile, and draft again.
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

    /** Drafts in the order of delivery, as far as the order within each stream allows. */
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

    /** The delivered streams, and the other streams of their joint appends. */
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
