package dev.reprise.lambda;

import dev.reprise.consumers.ConsumerRunner;
import dev.reprise.consumers.ConsumerRunner.End;
import dev.reprise.consumers.ConsumerState;
import dev.reprise.consumers.ConsumerStatus;
import dev.reprise.consumers.Consumers;
import dev.reprise.consumers.FeedConsumer;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.feed.LiveFeed;
import dev.reprise.metrics.EmbeddedMetrics;
import dev.reprise.metrics.Metric;
import dev.reprise.projections.Parallel;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Runs the consumers of the feed. Each call finds out itself what there is to do, so any number of
 * calls is correct.
 */
@Singleton
@Unremovable
public class ConsumersFunction {

    private static final Logger LOG = Logger.getLogger(ConsumersFunction.class);

    private final Optional<Consumers> consumers;
    private final Optional<ConsumerRunner> runner;
    private final Optional<LiveFeed> feed;
    private final EmbeddedMetrics metrics;
    private final InstantSource clock;

    @Inject
    ConsumersFunction(
            Optional<Consumers> consumers,
            Optional<ConsumerRunner> runner,
            Optional<LiveFeed> feed,
            EmbeddedMetrics metrics) {
        this(consumers, runner, feed, metrics, InstantSource.system());
    }

    ConsumersFunction(
            Optional<Consumers> consumers,
            Optional<ConsumerRunner> runner,
            Optional<LiveFeed> feed,
            EmbeddedMetrics metrics,
            InstantSource clock) {
        this.consumers = consumers;
        this.runner = runner;
        this.feed = feed;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * Runs each consumer to the end of the feed, all of them at the same time.
     *
     * @param time after which no further part of the feed is begun
     */
    public void consume(Duration time) {
        Instant until = clock.instant().plus(time);
        List<FeedConsumer> ours = consumers.map(Consumers::ours).orElse(List.of());
        Parallel.map(ours, consumer -> run(consumer, until));
    }

    /** Writes the lag of the consumers, and how many streams are parked. */
    void measure() {
        if (!metrics.isOn()) {
            return;
        }
        List<ConsumerStatus> states = consumers.map(Consumers::allOfOurs).orElse(List.of());
        long lag = states.stream().mapToLong(this::age).max().orElse(0);
        int parked = states.stream().mapToInt(state -> state.parked().size()).sum();
        metrics.write(
                Map.of(Metric.CONSUMER_LAG, lag, Metric.CONSUMER_PARKED_STREAMS, parked), Map.of());
    }

    /** The age of the first commit that a consumer has not handled, in milliseconds; or 0. */
    private long age(ConsumerStatus status) {
        return feed.flatMap(all -> all.generation(status.generation()).timeAfter(status.position()))
                .map(at -> Math.max(0, Duration.between(at, clock.instant()).toMillis()))
                .orElse(0L);
    }

    /** Runs one consumer. If it fails, the others are not affected. */
    private End run(FeedConsumer consumer, Instant until) {
        try {
            End end = runner.orElseThrow().run(consumer, until);
            if (end == End.STOPPED) {
                LOG.errorf(
                        "consumer %s has stopped, or a segment of it: %d streams are parked. Put right what is wrong, and redrive it",
                        consumer.name(), ConsumerState.MAX_PARKED);
            }
            return end;
        } catch (StoreUnavailableException e) {
            LOG.warnf("consumer %s goes on later: %s", consumer.name(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.errorf(e, "consumer %s failed: %s", consumer.name(), e.getMessage());
        }
        return End.INTERRUPTED;
    }
}
