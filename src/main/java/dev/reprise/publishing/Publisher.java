package dev.reprise.publishing;

import dev.reprise.consumers.FeedConsumer;
import dev.reprise.consumers.TryAgainLaterException;
import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.eventstore.StreamName;
import dev.reprise.feed.FeedEntry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends every event of the feed to one receiver. It is used for one run.
 *
 * <p>A request has events of one commit only, and is sent after all events of the request before it
 * were taken. So only events that are in the same request can change places: one that was not taken
 * is sent again, while a later one was taken.
 */
final class Publisher implements FeedConsumer {

    static final String NAME = "publisher";

    /** If the events of a commit take longer, the commit fails. */
    private static final Duration TIME_PER_COMMIT = WebhookConsumer.TIME_PER_COMMIT;

    private static final Logger LOG = System.getLogger(Publisher.class.getName());

    private final CloudEvents events;
    private final Supplier<EventSink> sink;
    private final RetryPolicy retries;
    private final InstantSource clock;

    /** For each stream whose commit was not taken as a whole, the events that were taken. */
    private final Map<StreamName, Set<Long>> taken = new ConcurrentHashMap<>();

    private @Nullable EventSink checked;
    private volatile @Nullable String unavailable;

    /**
     * A publisher.
     *
     * @param sink called when there is an event to send
     * @param retries how often an event is sent again that the receiver may take later
     */
    Publisher(
            CloudEvents events,
            Supplier<EventSink> sink,
            RetryPolicy retries,
            InstantSource clock) {
        this.events = events;
        this.sink = sink;
        this.retries = retries;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean wants(FeedEntry entry) {
        return events.categories().contains(entry.stream().category());
    }

    @Override
    public void handle(FeedEntry entry) {
        checkAvailable();
        try {
            publish(entry);
        } catch (TryAgainLaterException e) {
            throw goOnLater(e);
        }
    }

    /** After the receiver has failed once, nothing more is sent in this run. */
    private void checkAvailable() {
        String reason = unavailable;
        if (reason != null) {
            throw new TryAgainLaterException(reason);
        }
    }

    private void publish(FeedEntry entry) {
        Instant end = clock.instant().plus(TIME_PER_COMMIT);
        EventSink receiver = receiver();
        Set<Long> before =
                taken.computeIfAbsent(entry.stream(), _ -> ConcurrentHashMap.newKeySet());
        List<CloudEvent> left = events.of(entry);
        while (!left.isEmpty()) {
            int size = receiver.requestSize(left);
            send(receiver, left.subList(0, size), before, end);
            left = left.subList(size, left.size());
        }
        taken.remove(entry.stream());
    }

    /** Sends a request until all its events are taken. */
    private void send(EventSink receiver, List<CloudEvent> request, Set<Long> before, Instant end) {
        RetryPolicy.Retries attempts = retries.start();
        List<CloudEvent> left = notIn(before, request);
        while (!left.isEmpty()) {
            if (clock.instant().isAfter(end)) {
                throw new DeliveryFailedException(
                        "the receiver did not take the events of the commit in %d seconds"
                                .formatted(TIME_PER_COMMIT.toSeconds()));
            }
            // 1. Note what was taken, so that it is not sent again.
            List<Receipt> receipts = receiver.send(left);
            List<String> notNow = new ArrayList<>();
            List<String> refused = new ArrayList<>();
            for (int i = 0; i < left.size(); i++) {
                switch (receipts.get(i)) {
                    case Receipt.Taken _ -> before.add(left.get(i).sequenceNumber());
                    case Receipt.NotNow(String reason) -> notNow.add(reason);
                    case Receipt.Refused(String reason) -> refused.add(reason);
                }
            }
            // 2. Send the others again, unless this is of no use.
            if (!refused.isEmpty()) {
                throw new DeliveryFailedException(refused.getFirst());
            }
            if (!notNow.isEmpty() && !attempts.again()) {
                throw new TryAgainLaterException(notNow.getFirst());
            }
            left = notIn(before, left);
        }
    }

    private static List<CloudEvent> notIn(Set<Long> before, List<CloudEvent> events) {
        return events.stream().filter(event -> !before.contains(event.sequenceNumber())).toList();
    }

    private synchronized EventSink receiver() {
        if (checked == null) {
            checkAvailable();
            try {
                EventSink receiver = made();
                receiver.check();
                checked = receiver;
            } catch (TryAgainLaterException e) {
                throw goOnLater(e);
            }
        }
        return checked;
    }

    /** A sink that cannot be made, such as for lack of a Region, is no fault of a commit. */
    private EventSink made() {
        try {
            return sink.get();
        } catch (RuntimeException e) {
            throw new TryAgainLaterException("the receiver cannot be used: " + e.getMessage(), e);
        }
    }

    /** The runner does not log why a run ends, so this is logged here, once in a run. */
    private synchronized TryAgainLaterException goOnLater(TryAgainLaterException e) {
        if (unavailable == null) {
            unavailable = String.valueOf(e.getMessage());
            LOG.log(Level.WARNING, "consumer {0} goes on later: {1}", NAME, unavailable);
        }
        return e;
    }
}
