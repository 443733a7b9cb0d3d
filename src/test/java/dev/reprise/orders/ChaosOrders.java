package dev.reprise.orders;

import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.Tenant;
import dev.reprise.eventstore.UndecodableEventsException;
import dev.reprise.orders.Order.Event;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Random orders over several weeks, and large ones: what they contribute when they are shipped
 * takes several transactions. One of the large orders may get a commit that cannot be decoded.
 * Thread-safe.
 */
final class ChaosOrders {

    private static final int MAX_ITEMS = 230;

    private static final int LARGE_ORDERS = 2;
    private static final int MIN_LARGE = 90;
    private static final int COMMITS_OF_LARGE = 5;

    /** No order gets a commit that cannot be decoded. */
    static final int UNPOISONED = 0;

    /** The first large order gets it before it is shipped. */
    static final int POISONED_OPEN = 4;

    /** The first large order gets it after it is shipped. */
    static final int POISONED_SHIPPED = 6;

    private static final OrderEventCodec CODEC = new OrderEventCodec();

    private final EventStore store;
    private final Random random;
    private final RandomOrders orders;
    private final int poisonedCommit;
    private final Set<String> collected = new HashSet<>();

    /**
     * @param poisonedCommit which commit of the first large order cannot be decoded
     */
    ChaosOrders(EventStore store, Random random, int count, int poisonedCommit) {
        this.store = store;
        this.random = random;
        this.poisonedCommit = poisonedCommit;
        this.orders = new RandomOrders(store, random, count, Duration.ofHours(9));
    }

    private static OrderId large(int number) {
        return new OrderId(Tenant.ONLY, "large-" + number);
    }

    /** Whether an order has a commit that cannot be decoded. */
    boolean isPoisoned(OrderId order) {
        return commits(order).size() > readable(order).size();
    }

    /** Handles some commands, and returns the commits that were not returned before. */
    synchronized List<Commit> command(int count) {
        orders.command(count);
        if (random.nextBoolean()) {
            goOnWith(random.nextInt(LARGE_ORDERS));
        }
        return created().stream()
                .flatMap(order -> commits(order).stream())
                .filter(commit ->
                        collected.add(commit.stream() + "@" + commit.firstSequenceNumber()))
                .toList();
    }

    private void goOnWith(int number) {
        StreamName stream = large(number).stream();
        List<Commit> before = Commits.all(store, stream);
        int last = number == 0 ? Math.max(COMMITS_OF_LARGE, poisonedCommit) : COMMITS_OF_LARGE;
        if (before.size() == last) {
            return;
        }
        Commits.append(
                store,
                Commits.commit(
                        before.isEmpty() ? CommitBoundary.startOf(stream) : before.getLast().end(),
                        "command-" + before.size(),
                        events(number, before.size() + 1),
                        Commits.AT.plus(Duration.ofHours(31L * before.size()))));
    }

    private EncodedEvents events(int number, int commit) {
        if (number == 0 && commit == poisonedCommit) {
            return new EncodedEvents.Json(1, "[?]");
        }
        return CODEC.encode(
                switch (commit) {
                    case 1 ->
                            Stream.concat(
                                            Stream.of(
                                                    new Event.OrderCreated(
                                                            RandomOrders.customer(number))),
                                            added(0, MIN_LARGE))
                                    .toList();
                    case 2 -> added(MIN_LARGE, random.nextInt(MIN_LARGE + 30, MAX_ITEMS)).toList();
                    case 3 ->
                            List.of(
                                    new Event.OrderItemRemoved(new ItemId("item-0")),
                                    new Event.OrderItemAdded(item(1, "0.05")),
                                    new Event.OrderItemQuantityChanged(
                                            new ItemId("item-2"), new Quantity(7), price(2)));
                    case 4 -> List.of(new Event.OrderItemAdded(item(number, "13.50")));
                    default ->
                            List.of(
                                    new Event.OrderShipped(
                                            new ShippingAddress(number + " Long Main Road")));
                });
    }

    private static Stream<Event> added(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i ->
                        new Event.OrderItemAdded(
                                new OrderItem(
                                        new ItemId("item-" + i), new Quantity(i + 1), price(i))));
    }

    private static OrderItem item(int number, String price) {
        return new OrderItem(
                new ItemId("item-" + number), new Quantity(2), new Price(new BigDecimal(price)));
    }

    private static Price price(int number) {
        return new Price(BigDecimal.valueOf(number * 25L, 2));
    }

    /** The orders that were created. */
    List<OrderId> created() {
        List<OrderId> all = new ArrayList<>(orders.created());
        IntStream.range(0, LARGE_ORDERS)
                .mapToObj(ChaosOrders::large)
                .filter(order -> !commits(order).isEmpty())
                .forEach(all::add);
        return all;
    }

    List<Commit> commits(OrderId order) {
        return Commits.all(store, order.stream());
    }

    /** The order's commits up to the first one that cannot be decoded. */
    List<Commit> readable(OrderId order) {
        return commits(order).stream().takeWhile(ChaosOrders::isDecodable).toList();
    }

    private static boolean isDecodable(Commit commit) {
        try {
            CODEC.decode(commit.events());
            return true;
        } catch (UndecodableEventsException _) {
            return false;
        }
    }
}
