package dev.reprise.feed;

import dev.reprise.eventstore.BrokenStreamException;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.NewerReleaseException;
import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamName;
import dev.reprise.projections.DeliveredCommit;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts each commit into the feed once, even if commits are delivered twice, late, or not at all.
 * Any number of indexers may work at the same time.
 *
 * <p>{@link PageWriter} puts the pages.
 */
public final class FeedIndexer {

    private static final long LAST = Long.MAX_VALUE;

    private static final Logger LOG = System.getLogger(FeedIndexer.class.getName());

    private final FeedGenerations generations;
    private final EventStore events;
    private final RetryPolicy retries;
    private final int maxStreams;
    private @Nullable PageWriter writer;

    /**
     * An indexer of the live generation. If the generation is sealed, the indexer goes on with the
     * next one.
     *
     * @param retries how often a page is drafted again because another indexer put one first
     */
    public FeedIndexer(FeedGenerations generations, EventStore events, RetryPolicy retries) {
        this(generations, events, retries, PageWriter.MAX_STREAMS);
    }

    /** An indexer that remembers this number of streams. */
    FeedIndexer(
            FeedGenerations generations, EventStore events, RetryPolicy retries, int maxStreams) {
        this.generations = generations;
        this.events = events;
        this.retries = retries;
        this.maxStreams = maxStreams;
    }

    /**
     * Puts the delivered commits into the feed. Before each commit it puts the earlier commits that
     * the feed lacks of its stream, and of the other streams of its joint append. A commit that
     * cannot be put blocks its stream, which is tried again each minute. Other streams continue.
     *
     * @return the blocked streams, each with the reason
     * @throws StoreUnavailableException if a store did not answer, or other indexers put their
     *     pages first at each attempt. Then deliver the same commits again
     */
    public synchronized Map<StreamName, String> index(List<DeliveredCommit> commits) {
        List<DeliveredCommit.Appended> delivered =
                commits.stream().map(FeedIndexer::asAppended).toList();
        if (delivered.isEmpty()) {
            return Map.of();
        }
        while (true) {
            try {
                return index(delivered, current());
            } catch (SealedFeedException sealed) {
                writer = writer(generations.generation(sealed.next()));
            }
        }
    }

    private PageWriter current() {
        PageWriter current = writer == null ? writer(generations.live()) : writer;
        writer = current;
        return current;
    }

    private PageWriter writer(FeedStore store) {
        return new PageWriter(store, retries, maxStreams);
    }

    private Map<StreamName, String> index(
            List<DeliveredCommit.Appended> delivered, PageWriter current) {
        boolean fromMemory = current.remembersTheFeed();
        BatchDraft draft = new BatchDraft(delivered, events);
        boolean hasPut = current.putAll(draft);
        if (fromMemory && (!hasPut || !draft.blocked().isEmpty())) {
            // No put has shown that the memory is up to date, so the feed is read.
            current.forget();
            boolean _ = current.putAll(draft);
        }
        draft.blocked().forEach((stream, error) -> noteBlocked(stream, error, current.store()));
        return draft.blocked();
    }

    /** What was done to a stored commit does not count here: the stored commit is read. */
    private static DeliveredCommit.Appended asAppended(DeliveredCommit delivery) {
        return switch (delivery) {
            case DeliveredCommit.Appended appended -> appended;
            case DeliveredCommit.Altered(
                            String id,
                            StreamName stream,
                            long sequenceNumber,
                            String change) ->
                    new DeliveredCommit.Damaged(id, stream, sequenceNumber, change);
        };
    }

    /**
     * Brings streams up to their tails in the feed.
     *
     * @return why streams are blocked
     */
    public Map<StreamName, String> catchUp(Collection<StreamName> streams) {
        return index(streams.stream().flatMap(stream -> tail(stream).stream()).toList());
    }

    /** The last commit, which is read when its turn comes. Empty if the stream has none. */
    private Optional<DeliveredCommit> tail(StreamName stream) {
        Optional<Long> last;
        try {
            last = events.commitAtOrBefore(stream, LAST).map(Commit::firstSequenceNumber);
        } catch (BrokenStreamException | NewerReleaseException e) {
            last = Optional.of(LAST);
        }
        return last.map(sequenceNumber ->
                new DeliveredCommit.Damaged(
                        stream.toString(), stream, sequenceNumber, "not delivered"));
    }

    private static void noteBlocked(StreamName stream, String error, FeedStore current) {
        LOG.log(
                Level.ERROR,
                "the feed does not go on with {0}: {1}. It is tried again each minute",
                stream,
                error);
        current.block(stream, error);
    }
}
