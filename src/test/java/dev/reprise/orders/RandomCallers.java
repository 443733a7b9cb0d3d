package dev.reprise.orders;

import static java.util.Comparator.naturalOrder;

import dev.reprise.aggregates.CommandResult;
import dev.reprise.aggregates.Precondition;
import dev.reprise.aggregates.VersionedState;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Race;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.orders.Order.Command.AddItem;
import dev.reprise.orders.Order.Command.CancelOrder;
import dev.reprise.orders.Order.Command.Change;
import dev.reprise.orders.Order.Command.ChangeOrder;
import dev.reprise.orders.Order.Command.ChangeQuantity;
import dev.reprise.orders.Order.Command.CreateOrder;
import dev.reprise.orders.Order.Command.RemoveItem;
import dev.reprise.orders.Order.Command.ShipOrder;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Callers that send random commands for a few orders to random writers. They repeat a command that
 * was not answered, or give up. Some repeat an answered command, send a command twice at the same
 * time, or send another command with the same id.
 */
final class RandomCallers {

    private final long seed;
    private final CallRecorder recorder;
    private final List<Writer> writers;
    private final List<OrderId> orders;
    private final Map<OrderId, OpenCommands> open;

    /** The newest version in any answer, so that some preconditions hold. */
    private final Map<OrderId, StreamVersion> known = new ConcurrentHashMap<>();

    /**
     * @param seed of all random choices; the interleaving of the callers does not depend on it
     */
    RandomCallers(long seed, CallRecorder recorder, List<Writer> writers, List<OrderId> orders) {
        this.seed = seed;
        this.recorder = recorder;
        this.writers = writers;
        this.orders = orders;
        this.open =
                orders.stream()
                        .collect(Collectors.toMap(Function.identity(), _ -> new OpenCommands()));
    }

    /**
     * Runs the callers, and returns when all are done.
     *
     * @param callers the number of concurrent callers
     * @param commands the number of commands of each caller; only the last sixth may ship or cancel
     */
    void run(int callers, int commands) throws Exception {
        Race.of(
                callers,
                number -> {
                    Caller caller = new Caller(number);
                    for (int i = 0; i < commands; i++) {
                        caller.send(i, 6 * i >= 5 * commands);
                    }
                    return true;
                });
    }

    private final class Caller {

        private final int number;
        private final Random random;

        private Caller(int number) {
            this.number = number;
            this.random = new Random(31 * seed + number);
        }

        void send(int command, boolean mayEnd) throws Exception {
            OrderId order = orders.get(random.nextInt(orders.size()));
            OpenCommands openCommands = Objects.requireNonNull(open.get(order));
            int openCommand = openCommands.begin();
            try {
                sendOrRepeat(
                        new Request(
                                order,
                                new CommandId("caller-" + number + "." + command),
                                known.containsKey(order) || random.nextBoolean()
                                        ? command(mayEnd)
                                        : create(),
                                precondition(order)));
            } finally {
                openCommands.end(openCommand);
            }
        }

        private void sendOrRepeat(Request request) throws Exception {
            switch (random.nextInt(12)) {
                case 0 -> Race.of(2, _ -> callUntilAnswered(request));
                case 1 -> {
                    callUntilAnswered(request);
                    callUntilAnswered(request.with(command(false)));
                }
                case 2, 3, 4 -> {
                    callUntilAnswered(request);
                    callUntilAnswered(request);
                }
                default -> callUntilAnswered(request);
            }
        }

        /** Returns false if there was no answer and the caller gave up, at one time out of four. */
        private boolean callUntilAnswered(Request request) {
            do {
                int writer = random.nextInt(writers.size());
                Optional<CommandResult<VersionedState<Order>, Order.Rejection>> result =
                        recorder.call("writer " + writer, writers.get(writer), request);
                if (result.isPresent()
                        && !(result.get() instanceof CommandResult.Contended<?, ?>)) {
                    rememberVersion(request.order(), result.get());
                    return true;
                }
            } while (random.nextInt(4) != 0);
            return false;
        }

        private void rememberVersion(
                OrderId order, CommandResult<VersionedState<Order>, Order.Rejection> result) {
            switch (result) {
                case CommandResult.Handled(VersionedState<Order> after, _) ->
                        known.merge(order, after.version(), BinaryOperator.maxBy(naturalOrder()));
                case CommandResult.PreconditionFailed(StreamVersion actual) ->
                        known.merge(order, actual, BinaryOperator.maxBy(naturalOrder()));
                case CommandResult.Rejected<?, ?> _,
                        CommandResult.Hidden<?, ?> _,
                        CommandResult.CommandIdReused<?, ?> _,
                        CommandResult.TooLarge<?, ?> _,
                        CommandResult.Contended<?, ?> _ -> {}
            }
        }

        private Precondition precondition(OrderId order) {
            return switch (random.nextInt(8)) {
                case 0 -> new Precondition.Exists();
                case 1, 2 ->
                        new Precondition.VersionIn(
                                Set.of(known.getOrDefault(order, StreamVersion.NONE)));
                default -> new Precondition.None();
            };
        }

        private Order.Command command(boolean mayEnd) {
            return switch (random.nextInt(12)) {
                case 0 -> create();
                case 1, 2 ->
                        new ChangeOrder(
                                List.of(change(false), new AddItem(item()), change(mayEnd)));
                default -> change(mayEnd);
            };
        }

        private Change change(boolean mayEnd) {
            return switch (random.nextInt(mayEnd ? 24 : 20)) {
                case 0, 1, 2, 3, 4, 5 -> new RemoveItem(itemId());
                case 6, 7, 8 ->
                        new ChangeQuantity(
                                itemId(),
                                new Quantity(random.nextInt(1, 1_000)),
                                random.nextBoolean() ? item().price() : null);
                case 20, 21 -> new ShipOrder(new ShippingAddress(random.nextInt(2) + " Main St"));
                case 22, 23 ->
                        new CancelOrder(new CancellationReason("reason " + random.nextInt(2)));
                default -> new AddItem(item());
            };
        }

        private Order.Command create() {
            return new CreateOrder(
                    new CustomerId("customer-" + number), List.of(item(), item()), null);
        }

        private OrderItem item() {
            return new OrderItem(
                    itemId(),
                    new Quantity(random.nextInt(1, 1_000)),
                    new Price(BigDecimal.valueOf(random.nextInt(3), 2)));
        }

        private ItemId itemId() {
            return new ItemId("item-" + random.nextInt(4));
        }
    }
}
