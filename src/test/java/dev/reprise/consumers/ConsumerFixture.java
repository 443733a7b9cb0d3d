package dev.reprise.consumers;

import dev.reprise.consumers.ConsumerRunner.End;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.StreamName;
import dev.reprise.feed.Feed;
import dev.reprise.feed.FeedEntry;
import dev.reprise.feed.FeedIndexer;
import dev.reprise.feed.InMemoryFeedGenerations;
import dev.reprise.feed.InMemoryFeedStore;
import dev.reprise.feed.LiveFeed;
import dev.reprise.projections.Deliveries;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A feed in memory, and a consumer of it that handles the category {@code thing}, and fails as
 * told.
 */
abstract class ConsumerFixture {

    static final StreamName A = new StreamName("thing", "a");
    static final StreamName B = new StreamName("thing", "b");

    final InMemoryEventStore events = new InMemoryEventStore();
    final InMemoryFeedStore pages = new InMemoryFeedStore();
    final InMemoryFeedGenerations generations = new InMemoryFeedGenerations(pages);
    final FeedIndexer indexer = new FeedIndexer(generations, events, () -> () -> false);
    final Feed feed = new Feed(1, pages, events);
    final LiveFeed feeds = new LiveFeed(generations, events, () -> Instant.EPOCH);
    final InMemoryConsumerStore store = new InMemoryConsumerStore();
    final AtomicInteger owners = new AtomicInteger();
    final List<String> handled = new ArrayList<>();
    final Map<String, RuntimeException> failing = new HashMap<>();
    Instant now = Commits.AT;

    final ConsumerRunner runner = runner(1);
    final Consumers consumers = new Consumers(List.of(), store, feeds, () -> now);

    ConsumerRunner runner(int atOnce) {
        return new ConsumerRunner(
                feeds,
                store,
                () -> {
                    AtomicInteger left = new AtomicInteger(2);
                    return () -> left.decrementAndGet() >= 0;
                },
                () -> now,
                () -> "owner-" + owners.incrementAndGet(),
                atOnce);
    }

    /** Handles the streams of one category, and fails as told. */
    final FeedConsumer consumer =
            new FeedConsumer() {
                @Override
                public String name() {
                    return "one";
                }

                @Override
                public boolean wants(FeedEntry entry) {
                    return entry.stream().category().equals("thing");
                }

                @Override
                public void handle(FeedEntry entry) {
                    String commit = entry.stream().id() + "@" + entry.firstSequenceNumber();
                    handled.add(commit);
                    if (failing.containsKey(commit)) {
                        throw failing.get(commit);
                    }
                }
            };

    /** Another consumer of the same name. */
    static FeedConsumer consumer(Consumer<FeedEntry> handling) {
        return new FeedConsumer() {
            @Override
            public String name() {
                return "one";
            }

            @Override
            public boolean wants(FeedEntry entry) {
                return true;
            }

            @Override
            public void handle(FeedEntry entry) {
                handling.accept(entry);
            }
        };
    }

    void index(Commit... commits) {
        indexer.index(Stream.of(commits).map(Deliveries::intact).toList());
    }

    Commit[] append(StreamName stream, int... counts) {
        Commit[] commits = Commits.appendAll(events, stream, counts).toArray(Commit[]::new);
        index(commits);
        return commits;
    }

    End run() {
        handled.clear();
        return runner.run(consumer, now.plusSeconds(60));
    }

    ConsumerState state() {
        return store.find("one").getFirst();
    }

    void fail(String commit) {
        failing.put(commit, new IllegalStateException("broken"));
    }
}
