package dev.reprise.consumers;

import dev.reprise.eventstore.StoreUnavailableException;
import java.util.List;

/** Returns consumers that are made and removed while the service runs. */
@FunctionalInterface
public interface ConsumerSource {

    /**
     * The consumers that exist now. Each object is used for one run.
     *
     * @throws StoreUnavailableException if the store of the consumers did not answer
     */
    List<FeedConsumer> consumers();
}
