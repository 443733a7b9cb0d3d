package dev.reprise.orders;

import dev.reprise.values.Decimals;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An order's lines, one for each item and price, in the order in which they first came; at most
 * {@value #MAX} by the decider's rule. They are an immutable value.
 *
 * <p>A change is only noted, and the lines are put together when they are asked for: replaying an
 * order takes the same for each event, however many lines there are.
 */
public final class OrderLines {

    /** How many lines an order may have. */
    static final int MAX = 1_000;

    static final OrderLines NONE = new OrderLines(List.of());

    /**
     * The lines take the place of a change once somebody asked for them. Both say the same, so
     * threads need not agree on who does it.
     */
    private volatile Representation representation;

    private sealed interface Representation {

        record Listed(List<OrderLine> lines) implements Representation {}

        record Added(OrderLines before, OrderItem item) implements Representation {}

        record Removed(OrderLines before, ItemId itemId) implements Representation {}
    }

    private OrderLines(Representation representation) {
        this.representation = representation;
    }

    public OrderLines(List<OrderLine> lines) {
        this(new Representation.Listed(List.copyOf(lines)));
    }

    OrderLines with(OrderItem item) {
        return new OrderLines(new Representation.Added(this, item));
    }

    OrderLines without(ItemId itemId) {
        return new OrderLines(new Representation.Removed(this, itemId));
    }

    /** In the order in which they first came. */
    public List<OrderLine> lines() {
        if (representation instanceof Representation.Listed(List<OrderLine> lines)) {
            return lines;
        }
        List<OrderLine> lines = materialize();
        representation = new Representation.Listed(lines);
        return lines;
    }

    /**
     * Goes back to the last version that is listed: of an item, what came before its removal is
     * gone.
     */
    private List<OrderLine> materialize() {
        Set<ItemId> removed = new HashSet<>();
        Deque<OrderItem> added = new ArrayDeque<>();
        OrderLines version = this;
        while (true) {
            switch (version.representation) {
                case Representation.Added(OrderLines before, OrderItem item) -> {
                    if (!removed.contains(item.itemId())) {
                        added.addFirst(item);
                    }
                    version = before;
                }
                case Representation.Removed(OrderLines before, ItemId itemId) -> {
                    removed.add(itemId);
                    version = before;
                }
                case Representation.Listed(List<OrderLine> lines) -> {
                    return materialize(lines, removed, added);
                }
            }
        }
    }

    private static List<OrderLine> materialize(
            List<OrderLine> before, Set<ItemId> removed, Iterable<OrderItem> added) {
        Map<Key, OrderLine> lines = new LinkedHashMap<>();
        for (OrderLine line : before) {
            if (!removed.contains(line.itemId())) {
                lines.merge(new Key(line.itemId(), line.price()), line, OrderLine::plus);
            }
        }
        for (OrderItem item : added) {
            lines.merge(
                    new Key(item.itemId(), item.price()),
                    new OrderLine(item.itemId(), item.quantity().value(), item.price()),
                    OrderLine::plus);
        }
        return List.copyOf(lines.values());
    }

    private record Key(ItemId itemId, Price price) {}

    boolean holds(ItemId itemId) {
        return lines().stream().anyMatch(line -> line.itemId().equals(itemId));
    }

    /** Whether the item can be added within the limit. */
    boolean canAdd(OrderItem item) {
        return lines().size() < MAX || lines().stream().anyMatch(line -> line.isFor(item));
    }

    boolean isEmpty() {
        return lines().isEmpty();
    }

    /** What all pieces cost together, exactly; 0 for no lines. */
    public BigDecimal total() {
        return Decimals.canonical(
                lines().stream()
                        .map(line ->
                                line.price().amount().multiply(BigDecimal.valueOf(line.quantity())))
                        .reduce(BigDecimal.ZERO, BigDecimal::add));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OrderLines that && lines().equals(that.lines());
    }

    @Override
    public int hashCode() {
        return lines().hashCode();
    }

    @Override
    public String toString() {
        return lines().toString();
    }
}
