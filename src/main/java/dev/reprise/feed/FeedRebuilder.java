package dev.reprise.feed;

import dev.reprise.eventstore.BrokenStreamException;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.NewerReleaseException;
import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.projections.Parallel;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Rebuilds the feed: copies the commits of the live generation, in their order, into the next one,
 * seals the live generation, and makes the next one live. A commit is copied if the event store has
 * it as the live generation has it. Other commits, those on damaged pages, and the later commits of
 * their streams are left out. The sweep that follows the rebuild adds those that the event store
 * has. So the new generation begins with a part of the old one, in the same order.
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
     * @param retries how often a page is copied again because another worker put one first
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
        GenerationCopy target =
                new GenerationCopy(generations.generation(running.get().generation()), retries);
        while (running.isPresent() && clock.instant().isBefore(deadline)) {
            running = step(running.get(), target);
        }
    }

    /** Copies a page, or ends the rebuild. Returns how it goes on; empty if it does not. */
    private Optional<FeedRebuild> step(FeedRebuild rebuild, GenerationCopy target) {
        return switch (nextOf(generations.generation(rebuild.live()), rebuild)) {
            case FeedStore.Place.Page(FeedPage page) -> copy(page, rebuild, target);
            case FeedStore.Place.Free _ ->
                    // Unless another page comes meanwhile, which is copied then.
                    generations.finish(rebuild.finished(now()), rebuild)
                            ? Optional.empty()
                            : generations.rebuild().filter(rebuild::equals);
            case FeedStore.Place.Seal _ -> Optional.empty(); // Another worker has finished.
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

    private Optional<FeedRebuild> copy(FeedPage page, FeedRebuild rebuild, GenerationCopy target) {
        List<FeedEntry> copied = target.copy(groups(page));
        long events = copied.stream().mapToLong(FeedEntry::count).sum();
        PositionMark part =
                new PositionMark(
                        rebuild.copiedUpTo(),
                        page.lastPosition(),
                        rebuild.position(),
                        rebuild.position() + events);
        int leftOut = page.entries().size() - copied.size();
        if (leftOut > 0) {
            LOG.log(
                    Level.WARNING,
                    "the rebuild leaves out {0} commits of the page at {1}; the sweep adds them if the event store has them",
                    leftOut,
                    Long.toString(page.firstPosition()));
        }
        // Only skipped pages, and commits that are left out, move positions.
        boolean same = leftOut == 0 && part.oldStart() + 1 == page.firstPosition();
        FeedRebuild after = rebuild.after(part, leftOut, now());
        return generations.save(
                        after, Optional.of(rebuild), same ? Optional.empty() : Optional.of(part))
                ? Optional.of(after)
                : Optional.empty(); // Another worker saved first, and continues.
    }

    /**
     * The commits of a page that the event store has as the page has them, in their order. Those of
     * a joint append are together, and only if it has them all.
     */
    private List<List<FeedEntry>> groups(FeedPage page) {
        Map<StreamName, List<FeedEntry>> byStream =
                page.entries().stream().collect(Collectors.groupingBy(FeedEntry::stream));
        Map<FeedEntry, Map<StreamName, StreamVersion>> found = new HashMap<>();
        Parallel.map(byStream.values(), this::find).values().forEach(found::putAll);
        Map<Map<StreamName, StreamVersion>, List<FeedEntry>> groups = new LinkedHashMap<>();
        for (FeedEntry entry : page.entries()) {
            Optional.ofNullable(found.get(entry))
                    .ifPresent(joint ->
                            groups.computeIfAbsent(joint, _ -> new ArrayList<>()).add(entry));
        }
        groups.entrySet().removeIf(group -> group.getValue().size() < group.getKey().size());
        return List.copyOf(groups.values());
    }

    /**
     * The first entries of a stream that the event store has as they are, each with the versions of
     * its joint append.
     */
    private Map<FeedEntry, Map<StreamName, StreamVersion>> find(List<FeedEntry> ofStream) {
        FeedEntry first = ofStream.getFirst();
        Map<FeedEntry, Map<StreamName, StreamVersion>> found = new HashMap<>();
        try {
            Iterator<Commit> commits =
                    events.readFrom(first.stream(), first.firstSequenceNumber(), ofStream.size())
                            .iterator();
            for (FeedEntry entry : ofStream) {
                if (!commits.hasNext()) {
                    break;
                }
                Commit commit = commits.next();
                if (!isSame(entry, commit)) {
                    break;
                }
                found.put(entry, commit.jointVersions());
            }
        } catch (BrokenStreamException | NewerReleaseException e) {
            LOG.log(
                    Level.WARNING,
                    "the rebuild cannot read all commits of {0}: {1}",
                    first.stream(),
                    e.getMessage());
        }
        return found;
    }

    private static boolean isSame(FeedEntry entry, Commit commit) {
        return entry.isOf(commit) && entry.events().map(commit.events()::equals).orElse(true);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
