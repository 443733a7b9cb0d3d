package dev.reprise.publishing;

import dev.reprise.consumers.TryAgainLaterException;
import java.util.List;

/** Takes the events that the {@link Publisher} sends. Used by several threads at the same time. */
public interface EventSink extends AutoCloseable {

    /**
     * Checks that the receiver exists. Called in each run before its first event is sent.
     *
     * @throws TryAgainLaterException if it does not exist, or did not answer
     */
    default void check() {}

    /**
     * How many of these events, from the first on, go into one request.
     *
     * @param events at least one
     * @return at least 1
     */
    default int requestSize(List<CloudEvent> events) {
        return 1;
    }

    /**
     * Sends events of one stream in one request, in their order.
     *
     * @param events as many as {@link #requestSize} allows, or fewer
     * @return what became of each event, in the same order
     * @throws TryAgainLaterException if the receiver takes no event now. It is unknown whether it
     *     took some of these
     */
    List<Receipt> send(List<CloudEvent> events);

    @Override
    default void close() {}
}
