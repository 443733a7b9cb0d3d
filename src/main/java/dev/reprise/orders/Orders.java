package dev.reprise.orders;

import dev.reprise.aggregates.Aggregate;
import dev.reprise.aggregates.CommandContext;
import dev.reprise.aggregates.CommandHandler;
import dev.reprise.aggregates.CommandOutcome;
import dev.reprise.aggregates.CommandResult;
import dev.reprise.aggregates.Precondition;
import dev.reprise.aggregates.SnapshotCheck;
import dev.reprise.aggregates.SnapshotVerifier;
import dev.reprise.aggregates.StreamReplay;
import dev.reprise.aggregates.VersionedState;
import dev.reprise.aggregates.Visibility;
import dev.reprise.eventstore.BrokenStreamException;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.serialization.EventFormat;
import dev.reprise.serialization.StoredBodies;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
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
    private final SnapshotVerifier snapshots;

    /** Writes events as JSON. */
    public Orders(EventStore store) {
        this(store, OrderPersonalData.plain(), EventFormat.JSON, 0);
    }

    @Inject
    public Orders(
            EventStore store,
            OrderPersonalData personal,
            @ConfigProperty(name = "reprise.events-format") EventFormat eventsFormat,
            @ConfigProperty(name = "reprise.snapshots.checked-one-in") int snapshotsCheckedOneIn) {
        this(
                store,
                OrderAggregate.of(new OrderEventCodec(eventsFormat))
                        .with(SnapshotCheck.oneIn(snapshotsCheckedOneIn, new SecureRandom()))
                        .with(personal),
                InstantSource.system(),
                RetryPolicy.jittered(PATIENCE, new SecureRandom()),
                CommandHandler.DEFAULT_MEMORY_BYTES);
    }

    Orders(EventStore store, OrderEventCodec codec, InstantSource clock, RetryPolicy retryPolicy) {
        this(
                store,
                OrderAggregate.of(codec),
                clock,
                retryPolicy,
                CommandHandler.DEFAULT_MEMORY_BYTES);
    }

    /**
     * @param memoryBytes about how many bytes of memory recent orders may take; 0 to keep none
     */
    Orders(
            EventStore store,
            Aggregate<Order.Command, Order, Order.Event, Order.Rejection> aggregate,
            InstantSource clock,
            RetryPolicy retryPolicy,
            long memoryBytes) {
        handler = new CommandHandler<>(store, aggregate, clock, retryPolicy, memoryBytes);
        replay = new StreamReplay<>(store, aggregate);
        snapshots = new SnapshotVerifier(OrderId.CATEGORY, store, aggregate);
    }

    /** Handles a command of a call that may see every order. */
    public CommandResult<VersionedState<Order>, Order.Rejection> handle(
            OrderId orderId,
            Order.Command command,
            CommandId commandId,
            Precondition precondition,
            Metadata metadata) {
        return handle(orderId, command, commandId, precondition, metadata, new Visibility.All<>());
    }

    /**
     * Handles one command: its events are recorded as one commit, or not at all.
     *
     * @param commandId the same for every repetition of the command
     * @param visibility which orders the call may see; another order does not exist for it
     * @throws StoreUnavailableException if the store did not answer. The command may have been
     *     recorded: repeat the same call to learn its outcome
     * @throws BrokenStreamException if a stored commit of the order is damaged
     */
    public CommandResult<VersionedState<Order>, Order.Rejection> handle(
            OrderId orderId,
            Order.Command command,
            CommandId commandId,
            Precondition precondition,
            Metadata metadata,
            Visibility<Order> visibility) {
        return handler.handle(
                orderId.stream(),
                command,
                context(orderId, command, commandId, precondition, metadata),
                visibility);
    }

    /**
     * Decides one command and records nothing. The arguments and the outcome are those of {@link
     * #handle}, with the events that it would record.
     */
    public CommandResult<CommandOutcome<Order, Order.Event>, Order.Rejection> dryRun(
            OrderId orderId,
            Order.Command command,
            CommandId commandId,
            Precondition precondition,
            Metadata metadata,
            Visibility<Order> visibility) {
        return handler.dryRun(
                orderId.stream(),
                command,
                context(orderId, command, commandId, precondition, metadata),
                visibility);
    }

    private static CommandContext context(
            OrderId orderId,
            Order.Command command,
            CommandId commandId,
            Precondition precondition,
            Metadata metadata) {
        return new CommandContext(
                commandId,
                OrderCommandDigest.of(orderId, command, metadata.occurredAt()),
                precondition,
                metadata);
    }

    /** Replays orders from their events, as they are and as they were. */
    public StreamReplay<Order, Order.Event> replay() {
        return replay;
    }

    /** Compares the snapshots of orders with their events. */
    @Produces
    @Singleton
    SnapshotVerifier snapshots() {
        return snapshots;
    }

    /** Shows the stored events of orders. */
    @Produces
    @Singleton
    static StoredBodies storedBodies() {
        return new StoredBodies(OrderId.CATEGORY, OrderEventCodec.SCHEMAS);
    }
}
