package dev.reprise.publishing;

import dev.reprise.consumers.TryAgainLaterException;
import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StoreUnavailableException.Reason;
import dev.reprise.feed.FeedEntry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends the events of commits to one receiver. It is used for one run of a consumer.
 *
 * <p>A request has events of one commit only, and is sent after all events of the request before it
 * were taken. So only events that are in the same request can change places: one that was not taken
 * is sent again, while a later one was taken.
 */
final class EventDelivery {

    /**
     * After this time no request for a commit is begun, and no pause. The last request may take
     * another ten seconds. The runner has to save before its lease ends.
     */
    static final Duration TIME_PER_COMMIT = Duration.ofSeconds(35);

    private static final Logger LOG = System.getLogger(EventDelivery.class.getName());

    private final String consumer;
    private final Supplier<EventSink> sink;
    private final RetryPolicy retries;
    private final InstantSource clock;
    private final TakenEvents taken;

    private @Nullable EventSink checked;
    private volatile @Nullable String unavailable;

    /**
     * A delivery.
     *
     * @param consumer the name of the consumer
     * @param sink called when there is an event to send
     * @param retries how often an event is sent again that the receiver may take later
     * @param taken what earlier runs have sent
     */
    EventDelivery(
            String consumer,
            Supplier<EventSink> sink,
            RetryPolicy retries,
            InstantSource clock,
            TakenEvents taken) {
        this.consumer = consumer;
        this.sink = sink;
        this.retries = retries;
        this.clock = clock;
        this.taken = taken;
    }

    /**
     * Sends those events of a commit that were not taken yet.
     *
     * @param events events of the commit, in their order
     * @throws TryAgainLaterException if the receiver takes nothing now. Then nothing more is sent
     *     in this run
     * @throws StoreUnavailableException if the receiver fails with an event again and again
     * @throws DeliveryFailedException if the receiver refuses an event, or the time is over
     */
    void deliver(FeedEntry commit, List<CloudEvent> events) {
        Instant end = clock.instant().plus(TIME_PER_COMMIT);
        try {
            List<CloudEvent> left = events;
            while (!left.isEmpty()) {
                EventSink receiver = receiver();
                int size = receiver.requestSize(left);
                send(commit, left.subList(0, size), receiver, end);
                left = left.subList(size, left.size());
            }
        } catch (TryAgainLaterException e) {
            throw goOnLater(e);
        }
        taken.forget(commit);
    }

    /** Sends a request until all its events are taken. */
    private void send(FeedEntry commit, List<CloudEvent> request, EventSink receiver, Instant end) {
        List<CloudEvent> left = taken.notIn(commit, request);
        if (!left.isEmpty() && !isBefore(end)) {
            throw new DeliveryFailedException(
                    "the receiver did not take the %d events of the commit in %d seconds"
                            .formatted(commit.count(), TIME_PER_COMMIT.toSeconds()));
        }
        RetryPolicy.Retries attempts = retries.start();
        while (!left.isEmpty()) {
            checkAvailable();
            // 1. Note what was taken, so that it is not sent again.
            List<Receipt> receipts = receiver.send(left);
            List<String> notNow = new ArrayList<>();
            List<String> failed = new ArrayList<>();
            List<String> refused = new ArrayList<>();
            for (int i = 0; i < left.size(); i++) {
                switch (receipts.get(i)) {
                    case Receipt.Taken _ -> taken.add(commit, left.get(i));
                    case Receipt.NotNow(String reason) -> notNow.add(reason);
                    case Receipt.Failed(String reason) -> failed.add(reason);
                    case Receipt.Refused(String reason) -> refused.add(reason);
                }
            }
            // 2. Send the others again, unless this is of no use or the time is over.
            if (!refused.isEmpty()) {
                throw new DeliveryFailedException(refused.getFirst());
            }
            left = taken.notIn(commit, left);
            if (!left.isEmpty() && !(isBefore(end) && attempts.again() && isBefore(end))) {
                throw givenUp(notNow, failed);
            }
        }
    }

    private boolean isBefore(Instant end) {
        return clock.instant().isBefore(end);
    }

    /** A failure may have its cause in the event, so it does not keep other streams waiting. */
    private RuntimeException givenUp(List<String> notNow, List<String> failed) {
        if (!notNow.isEmpty()) {
            return new TryAgainLaterException(notNow.getFirst());
        }
        LOG.log(Level.WARNING, "consumer {0}: {1}", consumer, failed.getFirst());
        return new StoreUnavailableException(Reason.UNREACHABLE, failed.getFirst());
    }

    /** After the receiver has failed once, nothing more is sent in this run. */
    private void checkAvailable() {
        String reason = unavailable;
        if (reason != null) {
            throw new TryAgainLaterException(reason);
        }
    }

    private synchronized EventSink receiver() {
        checkAvailable();
        if (checked == null) {
            try {
                EventSink receiver = newSink();
                receiver.check();
                checked = receiver;
            } catch (TryAgainLaterException e) {
                throw goOnLater(e);
            }
        }
        return checked;
    }

    /** A sink that cannot be made, such as for lack of a Region, is no fault of a commit. */
    private EventSink newSink() {
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
            LOG.log(Level.WARNING, "consumer {0} goes on later: {1}", consumer, unavailable);
        }
        return e;
    }
}
