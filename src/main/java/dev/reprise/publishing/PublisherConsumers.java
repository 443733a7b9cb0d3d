package dev.reprise.publishing;

import dev.reprise.consumers.ConsumerSource;
import dev.reprise.consumers.FeedConsumer;
import dev.reprise.eventstore.RetryPolicy;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The publisher as a consumer, if it is on. Its sink is made when there is an event to send. */
public final class PublisherConsumers implements ConsumerSource, AutoCloseable {

    private final Optional<Supplier<EventSink>> newSink;
    private final CloudEvents events;
    private final RetryPolicy retries;
    private final InstantSource clock;
    private final TakenEvents taken = new TakenEvents();
    private @Nullable EventSink sink;

    /**
     * The publisher.
     *
     * @param newSink makes the sink; empty if the publisher is off
     * @param retries how often an event is sent again that the receiver may take later
     */
    public PublisherConsumers(
            Optional<Supplier<EventSink>> newSink,
            CloudEvents events,
            RetryPolicy retries,
            InstantSource clock) {
        this.newSink = newSink;
        this.events = events;
        this.retries = retries;
        this.clock = clock;
    }

    @Override
    public List<FeedConsumer> consumers() {
        return newSink.stream()
                .<FeedConsumer>map(maker -> new Publisher(events, delivery(maker)))
                .toList();
    }

    private EventDelivery delivery(Supplier<EventSink> maker) {
        return new EventDelivery(Publisher.NAME, () -> sink(maker), retries, clock, taken);
    }

    private synchronized EventSink sink(Supplier<EventSink> maker) {
        if (sink == null) {
            sink = maker.get();
        }
        return sink;
    }

    @Override
    public synchronized void close() {
        if (sink != null) {
            sink.close();
        }
    }
}
