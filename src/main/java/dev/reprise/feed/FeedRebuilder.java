package dev.reprise.feed;

import dev.reprise.eventstore.BrokenStreamException;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.NewerReleaseException;
import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamName;
import dev.reprise.projections.DeliveredCommit;
import dev.reprise.projections.Parallel;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Rebuilds the feed: copies the commits of the live generation, in their order, into the next one,
 * seals the live generation, and makes the next one live. Each commit is read from the event store.
 * A commit that the event store has not, or has in another form, is left out. Pages that are
 * damaged are skipped; their commits come with the next commit of their stream, or with the sweep
 * that follows the rebuild.
 *
 * <p>Its workers may die, or work on the same page. ADR 11 describes the protocol and what happens
 * when each of its steps fails.
 *
 * <p>Every method throws {@link StoreUnavailableException} if a store did not answer.
 */
public final class FeedRebuilder {

    private static final int ATTEMPTS = 10;

    private static final Logger LOG = System.getLogger(FeedRebuilder.class.getName());

    private final FeedGenerations generations;
    private final EventStore events;
    private final RetryPolicy retries;
    private final InstantSource clock;

    /**
     * @param retries see {@link FeedIndexer}
     */
    public FeedRebuilder(
            FeedGenerations generations,
            EventStore events,
            RetryPolicy retries,
            InstantSource clock) {
        this.generations = generations;
        this.events = events;
        this.retries = retries;
        this.clock = clock;
    }

    /** The last rebuild; empty if there was none. */
    public Optional<FeedRebuild> last() {
        return generations.rebuild();
    }

    /** Starts a rebuild unless one is running. Returns the running rebuild. */
    public FeedRebuild start() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<FeedRebuild> last = generations.rebuild();
            if (last.filter(rebuild -> !rebuild.done()).isPresent()) {
                return last.get();
            }
            FeedRebuild next = FeedRebuild.begin(last, now());
            if (generations.save(next, last, Optional.empty())) {
                return next;
            }
        }
        throw new StoreUnavailableException(
                StoreUnavailableException.Reason.THROTTLED, "others keep beginning rebuilds");
    }

    /**
     * Works on the running rebuild, if there is one, until it is done or the deadline has passed.
     *
     * @throws BrokenFeedException if the last page of the live generation is damaged
     */
    public void work(Instant deadline) {
        Optional<FeedRebuild> running = generations.rebuild().filter(rebuild -> !rebuild.done());
        if (running.isEmpty()) {
            return;
        }
        FeedIndexer indexer =
                FeedIndexer.into(running.get().generation(), generations, events, retries);
        while (running.isPresent() && clock.instant().isBefore(deadline)) {
            running = step(running.get(), indexer);
        }
    }

    /** Copies a page, or ends the rebuild. Returns how it goes on; empty if it does not. */
    private Optional<FeedRebuild> step(FeedRebuild rebuild, FeedIndexer indexer) {
        FeedStore old = generations.generation(rebuild.live());
        return switch (nextOf(old, rebuild)) {
            case FeedStore.Place.Page(FeedPage page) -> copy(page, rebuild, indexer);
            case FeedStore.Place.Seal _ -> {
                FeedRebuild finished = rebuild.finished(now());
                boolean _ = generations.save(finished, Optional.of(rebuild), Optional.empty());
                yield Optional.empty();
            }
            case FeedStore.Place.Free(long position) -> {
                // If another page takes the place meanwhile, it is copied.
                boolean _ = old.seal(position, rebuild.generation());
                yield Optional.of(rebuild);
            }
            case FeedStore.Place.Damaged(_, String error) ->
                    throw new BrokenFeedException(
                            error
                                    + ". It is the last page, so the end of the feed is not known; restore its item from a backup of the feed table",
                            null);
        };
    }

    /** The next place that is not damaged. The last one is returned even if it is. */
    private static FeedStore.Place nextOf(FeedStore old, FeedRebuild rebuild) {
        FeedStore.Place place = old.placeFrom(rebuild.copiedUpTo() + 1);
        while (place instanceof FeedStore.Place.Damaged damaged) {
            FeedStore.Place after = old.placeFrom(damaged.firstPosition() + 1);
            if (after instanceof FeedStore.Place.Free) {
                return damaged;
            }
            LOG.log(Level.ERROR, "the rebuild skips a page of the feed: {0}", damaged.error());
            place = after;
        }
        return place;
    }

    private Optional<FeedRebuild> copy(FeedPage page, FeedRebuild rebuild, FeedIndexer indexer) {
        FeedStore target = generations.generation(rebuild.generation());
        Found found = find(page);
        found.missing().forEach(target::block);
        indexer.index(found.commits());
        PositionMark part =
                new PositionMark(
                        rebuild.copiedUpTo(),
                        page.lastPosition(),
                        rebuild.position(),
                        target.head());
        int leftOut = page.entries().size() - found.commits().size();
        FeedRebuild after = rebuild.after(part, leftOut, now());
        // Only if as many events were added as the part has are they the same ones.
        boolean same =
                leftOut == 0 && part.newEnd() - part.newStart() == part.oldEnd() - part.oldStart();
        Optional<PositionMark> mark = same ? Optional.empty() : Optional.of(part);
        return generations.save(after, Optional.of(rebuild), mark)
                ? Optional.of(after)
                : Optional.empty(); // Another worker saved first, and continues.
    }

    /**
     * The commits of a page that the event store has.
     *
     * @param commits in the order of the page
     * @param missing the streams of which it has not all, each with the reason
     */
    private record Found(List<DeliveredCommit> commits, Map<StreamName, String> missing) {}

    private Found find(FeedPage page) {
        Map<StreamName, List<FeedEntry>> byStream =
                page.entries().stream().collect(Collectors.groupingBy(FeedEntry::stream));
        Map<Long, DeliveredCommit> byPosition = new TreeMap<>();
        Map<StreamName, String> missing = new HashMap<>();
        Parallel.map(byStream.entrySet(), stream -> find(stream.getValue()))
                .forEach((stream, found) -> {
                    byPosition.putAll(found.byPosition());
                    found.missing().ifPresent(why -> missing.put(stream.getKey(), why));
                });
        return new Found(List.copyOf(byPosition.values()), missing);
    }

    /**
     * The commits of one stream that the event store has, by their positions in the old generation.
     *
     * @param missing why the later ones are missing; empty if none is
     */
    private record FoundOfStream(Map<Long, DeliveredCommit> byPosition, Optional<String> missing) {}

    private FoundOfStream find(List<FeedEntry> ofStream) {
        FeedEntry first = ofStream.getFirst();
        Map<Long, DeliveredCommit> found = new HashMap<>();
        Optional<String> missing = Optional.empty();
        try {
            Iterator<Commit> commits =
                    events.readFrom(first.stream(), first.firstSequenceNumber(), ofStream.size())
                            .iterator();
            for (FeedEntry entry : ofStream) {
                Optional<Commit> same = next(commits, entry);
                if (same.isEmpty()) {
                    missing =
                            Optional.of(
                                    "the event store has another commit at "
                                            + entry.firstSequenceNumber()
                                            + " than the feed had, or none; verify the stream");
                    break;
                }
                found.put(entry.position(), delivered(same.get(), entry));
            }
        } catch (BrokenStreamException | NewerReleaseException e) {
            missing = Optional.of(String.valueOf(e.getMessage()));
        }
        return new FoundOfStream(found, missing);
    }

    /** The commit of an entry; empty if the event store has another one. */
    private static Optional<Commit> next(Iterator<Commit> commits, FeedEntry entry) {
        while (commits.hasNext()) {
            Commit commit = commits.next();
            if (commit.firstSequenceNumber() >= entry.firstSequenceNumber()) {
                boolean same =
                        entry.isOf(commit)
                                && entry.events().map(commit.events()::equals).orElse(true);
                return Optional.of(commit).filter(_ -> same);
            }
        }
        return Optional.empty();
    }

    /**
     * The old generation had this commit after the same commits, so the hash chain is not checked
     * again. Large commits are read again when their turn comes, so that memory does not hold them.
     */
    private static DeliveredCommit delivered(Commit commit, FeedEntry entry) {
        String id = commit.stream() + "@" + commit.firstSequenceNumber();
        return entry.events().isPresent()
                ? new DeliveredCommit.Intact(id, commit, _ -> true)
                : new DeliveredCommit.Damaged(
                        id, commit.stream(), commit.firstSequenceNumber(), "not kept in memory");
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
