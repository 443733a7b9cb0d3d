package dev.reprise.orders;

import dev.reprise.aggregates.CommandResult;
import dev.reprise.aggregates.VersionedState;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.StoreUnavailableException;
import java.util.Optional;

/** A process of the service that handles commands. */
@FunctionalInterface
interface Writer {

    /**
     * Handles a command.
     *
     * @return empty if there was no answer, or the store was unavailable. The command may have been
     *     recorded
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
