package dev.reprise.lambda;

import dev.reprise.consumers.ConsumerRunner;
import dev.reprise.consumers.ConsumerSource;
import dev.reprise.consumers.ConsumerStore;
import dev.reprise.consumers.Consumers;
import dev.reprise.consumers.FeedConsumer;
import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.feed.LiveFeed;
import dev.reprise.projections.InProcessJobQueue;
import dev.reprise.projections.JobQueue;
import io.quarkus.arc.All;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Makes the beans that run the consumers of the feed; they are empty if the feed is off. */
@Singleton
final class ConsumerBeans {

    /** The pauses between the attempts to handle a commit, before its stream is parked. */
    private static final RetryPolicy ATTEMPTS =
            RetryPolicy.after(Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofSeconds(4));

    /** How many streams are handled at the same time. */
    private static final int AT_ONCE = 16;

    /** On a laptop, the pause between two runs of the consumers. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** On a laptop, the pause between two checks for due deadlines. */
    private static final Duration CLOCK_PAUSE = Duration.ofSeconds(5);

    /** How long such a run or check may take. */
    private static final Duration TURN = Duration.ofMinutes(1);

    @Produces
    @Singleton
    Optional<Consumers> consumers(
            @All List<FeedConsumer> fixed,
            @All List<ConsumerSource> sources,
            Optional<LiveFeed> feeds,
            Optional<ConsumerStore> store) {
        return feeds.flatMap(all ->
                store.map(states ->
                        new Consumers(fixed, sources, states, all, InstantSource.system())));
    }

    @Produces
    @Singleton
    Optional<ConsumerRunner> runner(Optional<LiveFeed> feeds, Optional<ConsumerStore> store) {
        return feeds.flatMap(all ->
                store.map(states ->
                        new ConsumerRunner(
                                all,
                                states,
                                ATTEMPTS,
                                InstantSource.system(),
                                () -> UUID.randomUUID().toString(),
                                AT_ONCE)));
    }

    /**
     * Runs the consumers, and gives the due deadlines, in this process if it also runs the jobs: on
     * a laptop.
     */
    void start(
            @Observes StartupEvent event,
            JobQueue queue,
            ConsumersFunction consumers,
            DeadlinesFunction deadlines) {
        if (queue instanceof InProcessJobQueue inProcess) {
            inProcess.repeat(PAUSE, () -> consumers.consume(TURN));
            inProcess.repeat(CLOCK_PAUSE, () -> deadlines.fire(TURN));
        }
    }
}
