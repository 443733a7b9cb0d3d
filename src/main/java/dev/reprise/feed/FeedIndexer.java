package dev.reprise.feed;

import dev.reprise.eventstore.BrokenStreamException;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.NewerReleaseException;
import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StoreUnavailableException.Reason;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.projections.DeliveredCommit;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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

    private static final long LAST = Long.MAX_VALUE;

    private static final Logger LOG = System.getLogger(FeedIndexer.class.getName());

    private final FeedGenerations generations;
    private final EventStore events;
    private final RetryPolicy retries;
    private final int maxStreams;
    private @Nullable FeedStore store;
    private @Nullable KnownFeed remembered;

    /**
     * An indexer of the live generation. If the generation is sealed, the indexer goes on with the
     * next one.
     *
     * @param retries how often a page is drafted again because another indexer put one first
     */
    public FeedIndexer(FeedGenerations generations, EventStore events, RetryPolicy retries) {
        this(generations, events, retries, MAX_STREAMS);
    }

    /** An indexer that remembers this number of streams. */
    FeedIndexer(
            FeedGenerations generations, EventStore events, RetryPolicy retries, int maxStreams) {
        this.generations = generations;
        this.events = events;
        this.retries = retries;
        this.maxStreams = maxStreams;
    }

    /** An indexer of a generation that is not live yet. */
    static FeedIndexer into(
            int generation, FeedGenerations generations, EventStore events, RetryPolicy retries) {
        FeedIndexer indexer = new FeedIndexer(generations, events, retries);
        indexer.store = generations.generation(generation);
        return indexer;
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
                store = generations.generation(sealed.next());
            }
        }
    }

    private FeedStore current() {
        FeedStore current = store == null ? generations.live() : store;
        store = current;
        return current;
    }

    private Map<StreamName, String> index(
            List<DeliveredCommit.Appended> delivered, FeedStore current) {
        boolean fromMemory = remembered != null;
        BatchDraft draft = new BatchDraft(delivered);
        boolean hasPut = putAll(draft, current);
        if (fromMemory && (!hasPut || !draft.blocked().isEmpty())) {
            // No put has shown that the memory is up to date, so the feed is read.
            remembered = null;
            boolean _ = putAll(draft, current);
        }
        draft.blocked().forEach((stream, error) -> noteBlocked(stream, error, current));
        return draft.blocked();
    }

    /**
     * Puts commits of the generation before into this one, in their order. A commit that does not
     * follow the last one that this generation has of its stream is left out, and so are the later
     * ones of the stream.
     *
     * @param groups each has the entries of the generation before that are put together or not at
     *     all: one, or those of a joint append
     * @return the entries that this generation has now
     */
    synchronized List<FeedEntry> copy(List<List<FeedEntry>> groups) {
        CopyDraft draft = new CopyDraft(groups);
        boolean _ = putAll(draft, current());
        return draft.present();
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

    /** Chooses the entries of the next pages. */
    private interface Draft {

        /** Called first, and again if another indexer has put pages. */
        void begin(KnownFeed feed);

        /** The entries of the next page; none if there is nothing more to put. */
        List<FeedEntry> next(KnownFeed feed);
    }

    /**
     * Puts pages until there is nothing more to put. After an error the feed is read anew: what is
     * remembered may be of another table.
     *
     * @return whether a page was put
     */
    private boolean putAll(Draft draft, FeedStore current) {
        KnownFeed feed = remembered == null ? KnownFeed.read(current, maxStreams) : remembered;
        remembered = null;
        RetryPolicy.Retries attempts = retries.start();
        boolean hasPut = false;
        draft.begin(feed);
        while (true) {
            // 1. Write the streams of pages that others left behind.
            writeStreams(feed.unsettledBeyond(MAX_UNSETTLED), feed, current);
            // 2. Draft the next page.
            List<FeedEntry> entries = draft.next(feed);
            if (entries.isEmpty()) {
                remembered = feed;
                return hasPut;
            }
            // 3. Put it at the known end.
            FeedPage page = feed.next(entries);
            if (isStored(page, current.put(page))) {
                feed.add(page);
                hasPut = true;
                // 4. Write its streams.
                writeStreams(List.of(page), feed, current);
                attempts = retries.start();
            } else {
                // 5. Wait, learn what was put meanwhile, and judge anew.
                if (!attempts.again()) {
                    throw new StoreUnavailableException(
                            Reason.THROTTLED, "other indexers keep putting pages");
                }
                feed = feed.learnFrom(page.firstPosition());
                draft.begin(feed);
            }
        }
    }

    /** The pages of a batch of deliveries. */
    private final class BatchDraft implements Draft {

        private final List<DeliveredCommit.Appended> delivered;
        private NextCommits commits;

        private BatchDraft(List<DeliveredCommit.Appended> delivered) {
            this.delivered = delivered;
            this.commits = new NextCommits(events, delivered);
        }

        private Map<StreamName, String> blocked() {
            return commits.blocked();
        }

        @Override
        public void begin(KnownFeed feed) {
            commits = new NextCommits(events, delivered);
            blockRewritten(delivered, feed, commits);
        }

        @Override
        public List<FeedEntry> next(KnownFeed feed) {
            return draft(delivered, feed, commits).entries();
        }
    }

    /** The page that copies entries of the generation before. */
    private static final class CopyDraft implements Draft {

        private final List<List<FeedEntry>> groups;
        private List<FeedEntry> present = List.of();

        private CopyDraft(List<List<FeedEntry>> groups) {
            this.groups = groups;
        }

        private List<FeedEntry> present() {
            return present;
        }

        @Override
        public void begin(KnownFeed feed) {
            feed.learn(
                    groups.stream()
                            .flatMap(List::stream)
                            .map(FeedEntry::stream)
                            .collect(Collectors.toSet()));
        }

        @Override
        public List<FeedEntry> next(KnownFeed feed) {
            Map<StreamName, StreamVersion> versions = new HashMap<>();
            List<FeedEntry> lacking = new ArrayList<>();
            present = new ArrayList<>();
            long position = feed.nextPosition();
            for (List<FeedEntry> group : groups) {
                if (group.stream()
                        .allMatch(entry ->
                                version(entry, versions, feed).compareTo(entry.version()) >= 0)) {
                    present.addAll(group);
                } else if (group.stream()
                        .allMatch(entry ->
                                version(entry, versions, feed).nextSequenceNumber()
                                        == entry.firstSequenceNumber())) {
                    for (FeedEntry entry : group) {
                        lacking.add(entry.at(position));
                        versions.put(entry.stream(), entry.version());
                        position += entry.count();
                    }
                }
            }
            return lacking;
        }

        /** The version of an entry's stream in this generation, with the entries of this draft. */
        private static StreamVersion version(
                FeedEntry entry, Map<StreamName, StreamVersion> drafted, KnownFeed feed) {
            @Nullable StreamVersion here = drafted.get(entry.stream());
            return here != null ? here : feed.stream(entry.stream()).version();
        }
    }

    /** A page may have been put by a request whose answer was lost, or by another indexer. */
    private static boolean isStored(FeedPage page, FeedStore.PutResult result) {
        return switch (result) {
            case FeedStore.PutResult.Stored _ -> true;
            case FeedStore.PutResult.Taken(FeedPage winner) -> winner.hash().equals(page.hash());
        };
    }

    /**
     * Blocks the streams that the feed has with other commits than the event store. They are looked
     * for among those with deliveries that the feed seems to have already.
     */
    private static void blockRewritten(
            List<DeliveredCommit.Appended> delivered, KnownFeed feed, NextCommits commits) {
        feed.learn(streamsOf(delivered));
        Map<StreamName, DeliveredCommit> last = new HashMap<>();
        for (DeliveredCommit delivery : delivered) {
            last.merge(
                    delivery.stream(),
                    delivery,
                    (one, other) -> one.sequenceNumber() < other.sequenceNumber() ? other : one);
        }
        last.forEach((stream, delivery) -> {
            IndexedStream has = feed.stream(stream);
            if (has.version().value() >= delivery.sequenceNumber()) {
                commits.blockIfRewritten(has, delivery);
            }
        });
    }

    /** In the order in which the commits were delivered, as far as that of their streams allows. */
    private static PageDraft draft(
            List<DeliveredCommit.Appended> delivered, KnownFeed feed, NextCommits commits) {
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

    private static void writeStreams(List<FeedPage> pages, KnownFeed feed, FeedStore current) {
        for (FeedPage page : pages) {
            current.advance(page.streams().values());
            feed.written(page);
        }
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
