package dev.reprise.orders;

import dev.reprise.aggregates.CommandContext;
import dev.reprise.aggregates.CommandHandler;
import dev.reprise.aggregates.CommandResult;
import dev.reprise.aggregates.Precondition;
import dev.reprise.aggregates.StreamReplay;
import dev.reprise.aggregates.VersionedState;
import dev.reprise.eventstore.BrokenStreamException;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.serialization.EventFormat;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Handles commands for orders, and replays orders from their events. */
@ApplicationScoped
public class Orders {

    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final CommandHandler<Order.Command, Order, Order.Event, Order.Rejection> handler;
    private final StreamReplay<Order, Order.Event> replay;

    /** Writes events as JSON. */
    public Orders(EventStore store) {
        this(store, EventFormat.JSON);
    }

    @Inject
    public Orders(
            EventStore store,
            @ConfigProperty(name = "reprise.events-format") EventFormat eventsFormat) {
        this(
                store,
                new OrderEventCodec(eventsFormat),
                InstantSource.system(),
                RetryPolicy.jittered(PATIENCE, new SecureRandom()));
    }

    Orders(EventStore store, OrderEventCodec codec, InstantSource clock, RetryPolicy retryPolicy) {
        this(store, codec, clock, retryPolicy, CommandHandler.DEFAULT_MEMORY_BYTES);
    }

    /**
     * @param memoryBytes about how many bytes of memory recent orders may take; 0 to keep none
     */
    Orders(
            EventStore store,
            OrderEventCodec codec,
            InstantSource clock,
            RetryPolicy retryPolicy,
            long memoryBytes) {
        var aggregate = OrderAggregate.of(codec);
        handler = new CommandHandler<>(store, aggregate, clock, retryPolicy, memoryBytes);
        replay = new StreamReplay<>(store, aggregate);
    }

    /**
     * Handles one command: its events are recorded as one commit, or not at all.
     *
     * @param commandId the same for every repetition of the command
     * @throws StoreUnavailableException if the store did not answer. The command may have been
     *     recorded: repeat the same call to learn its outcome
     * @throws BrokenStreamException if a stored commit of the order is damaged
     */
    public CommandResult<VersionedState<Order>, Order.Rejection> handle(
            OrderId orderId,
            Order.Command command,
            CommandId commandId,
            Precondition precondition,
            Metadata metadata) {
        CommandContext context =
                new CommandContext(
                        commandId,
                        OrderCommandDigest.of(orderId, command, metadata.occurredAt()),
                        precondition,
                        metadata);
        return handler.handle(orderId.stream(), command, context);
    }

    /** Replays orders from their events, as they are and as they were. */
    public StreamReplay<Order, Order.Event> replay() {
        return replay;
    }
}
