package dev.reprise.orders;

import static dev.reprise.orders.OrderSamples.CUSTOMER;
import static dev.reprise.orders.OrderSamples.ORDER;
import static dev.reprise.orders.OrderSamples.item;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.aggregates.CommandResult;
import dev.reprise.aggregates.Decision;
import dev.reprise.aggregates.Precondition;
import dev.reprise.aggregates.StreamReplay;
import dev.reprise.aggregates.VersionedState;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.orders.Order.Command.AddItem;
import dev.reprise.orders.Order.Command.CancelOrder;
import dev.reprise.orders.Order.Command.CreateOrder;
import dev.reprise.orders.Order.Command.RemoveItem;
import dev.reprise.orders.Order.Command.ShipOrder;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/**
 * A long-lived order is the same from memory, from its snapshots and from all of its events. The
 * message of a failure has the seed.
 */
class RandomOrderSnapshotsTest {

    private static final int COMMANDS = 300;
    private static final int REPEATABLE = 32;

    private final EventStore store = new InMemoryEventStore();
    private final StreamReplay<Order, Order.Event> history = new Orders(store).replay();
    private final OrderDecider decider = new OrderDecider();
    private Instant now = Commits.AT;

    @RepeatedTest(2)
    void an_order_equals_the_fold_of_all_its_events(RepetitionInfo repetition) {
        long seed = 20_260_131L + repetition.getCurrentRepetition();
        RandomGenerator random = new Random(seed);
        Orders orders = cold();
        handle(orders, "create", new CreateOrder(CUSTOMER, List.of(), null));
        for (int i = 0; i < COMMANDS; i++) {
            if (random.nextInt(5) == 0) {
                orders = cold();
            }
            now = now.plusMillis(random.nextInt(3));
            Order.Command command = i == COMMANDS - 1 ? last(random) : command(random);
            check("seed " + seed + ", command " + i + ": " + command, orders, "c" + i, command);
            checkRepetition("seed " + seed + ", after command " + i, orders, random);
            checkHistory("seed " + seed + ", after command " + i, random);
        }
        assertThat(commits())
                .filteredOn(commit -> commit.snapshot().isPresent())
                .as("snapshots, seed %s", seed)
                .hasSizeGreaterThan(3);
    }

    /** Orders with nothing in memory. */
    private Orders cold() {
        return new Orders(store, new OrderEventCodec(), () -> now, () -> () -> false);
    }

    private static CommandResult<VersionedState<Order>, Order.Rejection> handle(
            Orders orders, String commandId, Order.Command command) {
        return orders.handle(
                ORDER, command, new CommandId(commandId), new Precondition.None(), Metadata.NONE);
    }

    private void check(String what, Orders orders, String commandId, Order.Command command) {
        Decision<Order.Event, Order.Rejection> expected =
                decider.decide(command, fold(commits()).state());
        CommandResult<VersionedState<Order>, Order.Rejection> result =
                handle(orders, commandId, command);
        assertThat(result)
                .as(what)
                .isEqualTo(
                        switch (expected) {
                            case Decision.Accepted<Order.Event, Order.Rejection> _ ->
                                    new CommandResult.Handled<>(summary(commits()));
                            case Decision.Rejected(var reason) ->
                                    new CommandResult.Rejected<>(reason);
                        });
    }

    /**
     * The id of a recent command, used for another command, is refused with the first one's
     * version.
     */
    private void checkRepetition(String what, Orders orders, RandomGenerator random) {
        List<Commit> commits = commits();
        int back = random.nextInt(Math.min(REPEATABLE, commits.size()));
        Commit past = commits.get(commits.size() - 1 - back);
        assertThat(
                        handle(
                                orders,
                                past.commandId().value(),
                                new CancelOrder(new CancellationReason("never sent"))))
                .as("repeated, %s", what)
                .isEqualTo(new CommandResult.CommandIdReused<>(past.version()));
        assertThat(commits()).as("repeated, %s", what).isEqualTo(commits);
    }

    private void checkHistory(String what, RandomGenerator random) {
        List<Commit> commits = commits();
        assertThat(history.current(ORDER.stream())).as("now, %s", what).contains(summary(commits));
        Commit past = commits.get(random.nextInt(commits.size()));
        VersionedState<Order> then = summary(commits.subList(0, commits.indexOf(past) + 1));
        assertThat(history.asOf(ORDER.stream(), past.version()))
                .as("as it was, %s", what)
                .contains(then);
    }

    private List<Commit> commits() {
        return Commits.all(store, ORDER.stream());
    }

    private VersionedState<Order> summary(List<Commit> commits) {
        return fold(commits);
    }

    /** Folds from the first event, without using snapshots. */
    private VersionedState<Order> fold(List<Commit> commits) {
        Order state = decider.initialState();
        StreamVersion version = StreamVersion.NONE;
        Instant at = Instant.MIN;
        for (Commit commit : commits) {
            for (RecordedEvent<Order.Event> recorded :
                    RecordedEvent.<Order.Event>allOf(commit, new OrderEventCodec())) {
                state = decider.evolve(state, recorded.event(), recorded.timestamp());
                version = new StreamVersion(recorded.sequenceNumber());
                at = recorded.timestamp();
            }
        }
        return new VersionedState<>(state, version, at);
    }

    private static Order.Command command(RandomGenerator random) {
        return switch (random.nextInt(8)) {
            case 0 -> new CreateOrder(CUSTOMER, List.of(), null);
            case 1 -> new RemoveItem(new ItemId("item-" + random.nextInt(5)));
            default ->
                    new AddItem(
                            item(
                                    "item-" + random.nextInt(5),
                                    random.nextInt(1, 100),
                                    BigDecimal.valueOf(random.nextInt(3) * 12_345L, 2).toString()));
        };
    }

    private static Order.Command last(RandomGenerator random) {
        return random.nextBoolean()
                ? new CancelOrder(new CancellationReason("changed my mind"))
                : new ShipOrder(OrderSamples.ADDRESS);
    }
}
