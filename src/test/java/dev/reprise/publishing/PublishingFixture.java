package dev.reprise.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.consumers.ConsumerRunner;
import dev.reprise.consumers.ConsumerState;
import dev.reprise.consumers.InMemoryConsumerStore;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.NewCommit;
import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.eventstore.StreamName;
import dev.reprise.feed.Feed;
import dev.reprise.feed.FeedIndexer;
import dev.reprise.feed.InMemoryFeedGenerations;
import dev.reprise.feed.InMemoryFeedStore;
import dev.reprise.feed.LiveFeed;
import dev.reprise.projections.Deliveries;
import dev.reprise.serialization.EventSchema;
import dev.reprise.serialization.EventSchemas;
import dev.reprise.serialization.Field;
import dev.reprise.serialization.StoredBodies;
import dev.reprise.serialization.Upcaster;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** A feed in memory with events of the category {@code thing}, and what sends them. */
public abstract class PublishingFixture {

    public static final StreamName A = new StreamName("thing", "a");
    public static final StreamName B = new StreamName("thing", "\u00fc 5%");

    private static final EventSchema MADE_1 = EventSchema.of("Made", Field.text("owner"));
    private static final EventSchema MADE =
            EventSchema.of("Made", 2, Field.personal("owner"), Field.integer("size").orAbsent());
    private static final EventSchema MOVED = EventSchema.of("Moved", Field.text("to"));
    private static final StoredBodies BODIES =
            new StoredBodies(
                    "thing",
                    new EventSchemas(
                            "test.things",
                            List.of(MADE_1, MADE, MOVED),
                            List.of(
                                    new Upcaster(
                                            MADE_1,
                                            MADE,
                                            old -> MADE.body("=" + old.text("owner"), null)))));

    /** One more attempt, without a pause. */
    public static final RetryPolicy ONCE_MORE =
            () -> {
                AtomicInteger left = new AtomicInteger(1);
                return () -> left.decrementAndGet() >= 0;
            };

    protected final InMemoryEventStore events = new InMemoryEventStore();
    protected final InMemoryFeedStore pages = new InMemoryFeedStore();
    protected final Feed feed = new Feed(1, pages, events);
    protected final LiveFeed feeds = InMemoryFeedGenerations.live(pages, events);
    protected final InMemoryConsumerStore states = new InMemoryConsumerStore();
    protected final CloudEvents cloudEvents = new CloudEvents("urn:test", List.of(BODIES));
    protected final ConsumerRunner runner = runner(ONCE_MORE);
    private final FeedIndexer indexer =
            new FeedIndexer(new InMemoryFeedGenerations(pages), events, () -> () -> false);
    private final Map<StreamName, CommitBoundary> ends = new HashMap<>();
    protected Instant now = Commits.AT;

    /** Handles one stream at a time. */
    protected final ConsumerRunner runner(RetryPolicy retries) {
        return new ConsumerRunner(
                feeds, states, retries, () -> now, () -> UUID.randomUUID().toString(), 1);
    }

    protected final void append(StreamName stream, String... bodies) {
        EncodedEvents encoded =
                new EncodedEvents.Json(bodies.length, "[" + String.join(",", bodies) + "]");
        NewCommit commit =
                new NewCommit(
                        ends.getOrDefault(stream, CommitBoundary.startOf(stream)),
                        encoded,
                        new CommandId(UUID.randomUUID().toString()),
                        Commits.commandDigest("x"),
                        new Metadata("cor", "cau", null),
                        Commits.AT);
        Commit stored = Commits.append(events, commit);
        ends.put(stream, stored.end());
        indexer.index(List.of(Deliveries.intact(stored)));
    }

    public static String moved(int number) {
        return "{\"eventType\":\"Moved\",\"to\":\"%d\"}".formatted(number);
    }

    /** As many events. */
    public static String[] moves(int count) {
        return IntStream.range(0, count).mapToObj(PublishingFixture::moved).toArray(String[]::new);
    }

    /** Why the only parked stream is parked. */
    protected static String parkedError(ConsumerState state) {
        assertThat(state.parked()).containsOnlyKeys(A);
        return state.parked().values().iterator().next().error();
    }
}
