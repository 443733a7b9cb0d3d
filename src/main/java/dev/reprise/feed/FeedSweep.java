package dev.reprise.feed;

import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamName;
import dev.reprise.feed.FeedStore.BlockedStream;
import dev.reprise.projections.CommitScan;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads all commits, and puts those that the feed lacks into it. So a sweep fills a feed that is
 * switched on later, and adds commits whose delivery was given up, or that a rebuild left out. A
 * sweep may run at any time, also while commands append. Its workers may die, or work on the same
 * page.
 *
 * <p>Every method throws {@link StoreUnavailableException} if a store did not answer.
 */
public final class FeedSweep {

    private static final int ATTEMPTS = 10;

    private static final int MAX_RETRIED = 100;

    private final FeedGenerations generations;
    private final CommitScan scan;
    private final FeedIndexer indexer;
    private final InstantSource clock;

    public FeedSweep(
            FeedGenerations generations,
            CommitScan scan,
            FeedIndexer indexer,
            InstantSource clock) {
        this.generations = generations;
        this.scan = scan;
        this.indexer = indexer;
        this.clock = clock;
    }

    /** The last sweep of the live generation; empty if there was none. */
    public Optional<Sweep> last() {
        return generations.live().sweep();
    }

    /** Starts a sweep unless one is running. Returns the running sweep. */
    public Sweep start() {
        return start(generations.live());
    }

    private Sweep start(FeedStore store) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<Sweep> last = store.sweep();
            if (last.filter(sweep -> !sweep.done()).isPresent()) {
                return last.get();
            }
            Sweep next = Sweep.begin(last, now());
            if (store.save(next, last)) {
                return next;
            }
        }
        throw new StoreUnavailableException(
                StoreUnavailableException.Reason.THROTTLED, "others keep beginning sweeps");
    }

    /**
     * Works on the running sweep until it is done or the deadline has passed. If there was no sweep
     * of the live generation yet, it starts the first one, which adds all commits that are missing.
     */
    public void work(Instant deadline) {
        FeedStore store = generations.live();
        Sweep sweep = store.sweep().orElseGet(() -> start(store));
        while (!sweep.done() && clock.instant().isBefore(deadline)) {
            CommitScan.Page page = scan.readAll(CommitScan.Part.WHOLE, sweep.cursor());
            indexer.index(page.commits());
            Sweep after = sweep.after(page.scanned(), page.next(), now());
            if (!store.save(after, Optional.of(sweep))) {
                return; // Another worker saved first, and continues.
            }
            sweep = after;
        }
    }

    /**
     * Tries the streams again that are blocked, up to {@value #MAX_RETRIED} of them.
     *
     * @return how many are still blocked
     */
    public int retryBlocked() {
        FeedStore store = generations.live();
        List<BlockedStream> blocked = store.blocked(MAX_RETRIED);
        if (blocked.isEmpty()) {
            return 0;
        }
        Map<StreamName, String> still =
                indexer.catchUp(blocked.stream().map(BlockedStream::stream).toList());
        blocked.stream()
                .filter(stream -> !still.containsKey(stream.stream()))
                .forEach(store::unblock);
        return still.size();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
