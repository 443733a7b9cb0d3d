package dev.reprise.lambda;

import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.feed.Feed;
import dev.reprise.feed.FeedIndexer;
import dev.reprise.feed.FeedStore;
import dev.reprise.feed.FeedSweep;
import dev.reprise.projections.CommitScan;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Makes the readers and writers of the feed, for injection; they are empty if the feed is off. */
@Singleton
final class FeedBeans {

    /** How long an indexer tries again. It is less than the time-out of the function. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Produces
    @Singleton
    Optional<Feed> feed(Optional<FeedStore> store, EventStore events) {
        return store.map(pages -> new Feed(pages, events));
    }

    @Produces
    @Singleton
    Optional<FeedSweep> sweep(
            Optional<FeedStore> store, CommitScan scan, Optional<FeedIndexer> indexer) {
        return store.flatMap(pages ->
                indexer.map(writer -> new FeedSweep(pages, scan, writer, InstantSource.system())));
    }

    @Produces
    @Singleton
    Optional<FeedIndexer> indexer(Optional<FeedStore> store, EventStore events) {
        return store.map(pages ->
                new FeedIndexer(pages, events, RetryPolicy.jittered(PATIENCE, new SecureRandom())));
    }
}
