package dev.reprise.lambda;

import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.feed.FeedGenerations;
import dev.reprise.feed.FeedIndexer;
import dev.reprise.feed.FeedRebuilder;
import dev.reprise.feed.FeedSweep;
import dev.reprise.feed.LiveFeed;
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
    Optional<LiveFeed> feed(Optional<FeedGenerations> generations, EventStore events) {
        return generations.map(all -> new LiveFeed(all, events, InstantSource.system()));
    }

    @Produces
    @Singleton
    Optional<FeedSweep> sweep(
            Optional<FeedGenerations> generations, CommitScan scan, Optional<FeedIndexer> indexer) {
        return generations.flatMap(all ->
                indexer.map(writer -> new FeedSweep(all, scan, writer, InstantSource.system())));
    }

    @Produces
    @Singleton
    Optional<FeedIndexer> indexer(Optional<FeedGenerations> generations, EventStore events) {
        return generations.map(all -> new FeedIndexer(all, events, retries()));
    }

    @Produces
    @Singleton
    Optional<FeedRebuilder> rebuilder(Optional<FeedGenerations> generations, EventStore events) {
        return generations.map(
                all -> new FeedRebuilder(all, events, retries(), InstantSource.system()));
    }

    private static RetryPolicy retries() {
        return RetryPolicy.jittered(PATIENCE, new SecureRandom());
    }
}
