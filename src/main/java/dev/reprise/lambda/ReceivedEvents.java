package dev.reprise.lambda;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds out up to which instant each consumer has received every event that the feed had then.
 *
 * <p>The feed is not in the order of time: an old commit that a sweep or a late delivery added can
 * stand after newer ones. So the times of a few entries say nothing about the others, and only the
 * feed's end counts. If a consumer is at the end, it has received everything. Otherwise the end is
 * remembered, with the present time, and compared with the consumer's position in later calls. So a
 * consumer that is never quite at the end, because there are always new commits, is behind by the
 * time between two calls, and not for good.
 *
 * <p>It is remembered in memory: a process that begins starts with nothing. For use by one thread
 * at a time for each consumer.
 */
final class ReceivedEvents {

    private final Map<String, Known> consumers = new ConcurrentHashMap<>();

    /** The end of the feed at an instant. */
    private record End(Instant at, long position) {}

    /**
     * What is known of a consumer.
     *
     * @param reached the last end of the feed that the consumer has reached; empty if none is known
     * @param next the end of the feed that it has still to reach
     */
    private record Known(Optional<End> reached, Optional<End> next) {

        private static final Known NOTHING = new Known(Optional.empty(), Optional.empty());

        Known at(long position, End present) {
            if (position >= present.position()) {
                return new Known(Optional.of(present), Optional.empty());
            }
            if (reached.filter(end -> end.position() > position).isPresent()) {
                // The consumer was reset, and receives events again.
                return new Known(Optional.empty(), Optional.of(present));
            }
            if (next.isEmpty()) {
                return new Known(reached, Optional.of(present));
            }
            return position >= next.get().position() ? new Known(next, Optional.of(present)) : this;
        }
    }

    /**
     * The instant up to which a consumer has received all events that the feed had at that instant;
     * empty if none is known.
     *
     * @param consumer its name, and the generation of the feed if there are several
     * @param position its position, read after {@code now}
     * @param end the position at the end of the feed, read after {@code now}
     * @param now the present time
     */
    Optional<Instant> receivedUpTo(String consumer, long position, long end, Instant now) {
        return consumers
                .merge(
                        consumer,
                        Known.NOTHING.at(position, new End(now, end)),
                        (known, _) -> known.at(position, new End(now, end)))
                .reached()
                .map(End::at);
    }
}
