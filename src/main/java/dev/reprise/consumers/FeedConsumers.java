package dev.reprise.consumers;

import java.util.List;

/**
 * Consumers that a part of the code declares, for injection.
 *
 * @param enabled those that are to run; none if they are switched off
 */
public record FeedConsumers(List<FeedConsumer> enabled) {

    public FeedConsumers {
        enabled = List.copyOf(enabled);
    }
}
