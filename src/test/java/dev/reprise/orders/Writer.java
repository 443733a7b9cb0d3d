package dev.reprise.orders;

import dev.reprise.aggregates.CommandResult;
import dev.reprise.aggregates.VersionedState;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.StoreUnavailableException;
import java.util.Optional;

/** A process of the service, as its callers see it. */
@FunctionalInterface
interface Writer {

    /**
     * Calls it.
     *
     * @return empty if it gave no answer, or only that the store is not available: whether the
     *     command was recorded is not known
     */
    Optional<CommandResult<VersionedState<Order>, Order.Rejection>> handle(Request request);

    static Writer of(Orders orders) {
        return request -> {
            try {
                return Optional.of(
                        orders.handle(
                                request.order(),
                                request.command(),
                                request.id(),
                                request.precondition(),
                                Metadata.NONE));
            } catch (StoreUnavailableException e) {
                return Optional.empty();
            }
        };
    }
}
