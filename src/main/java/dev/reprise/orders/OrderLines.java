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
 * An order's lines, one for each item and price, in the order in which they were first added. The
 * decider allows at most {@value #MAX}. Immutable.
 *
 * <p>{@link #with} and {@link #without} only record the change; {@link #lines} applies all recorded
 * changes. So folding an event takes the same time however many lines the order has.
 */
public final class OrderLines {

    /** The maximum number of lines of an order. */
    static final int MAX = 1_000;

    static final OrderLines EMPTY = new OrderLines(List.of());

    /**
     * The lines, or the last change of them. {@link #lines} replaces a change by the lines, which
     * are equal to it. So threads may do that at the same time without a lock.
     */
    private volatile Representation representation;

    private sealed interface Representation {

        record Materialized(List<OrderLine> lines) implements Representation {}

        record ItemAdded(OrderLines before, OrderItem item) implements Representation {}

        record ItemRemoved(OrderLines before, ItemId itemId) implements Representation {}
    }

    private OrderLines(Representation representation) {
        this.representation = representation;
    }

    public OrderLines(List<OrderLine> lines) {
        this(new Representation.Materialized(List.copyOf(lines)));
    }

    OrderLines with(OrderItem item) {
        return new OrderLines(new Representation.ItemAdded(this, item));
    }

    OrderLines without(ItemId itemId) {
        return new OrderLines(new Representation.ItemRemoved(this, itemId));
    }

    /** The lines, in the order in which they were first added. */
    public List<OrderLine> lines() {
        if (representation instanceof Representation.Materialized(List<OrderLine> lines)) {
            return lines;
        }
        List<OrderLine> lines = materialize();
        representation = new Representation.Materialized(lines);
        return lines;
    }

    /**
     * Goes back through the changes to the last materialized lines. Leaves out an item that was
     * added before it was removed.
     */
    private List<OrderLine> materialize() {
        Set<ItemId> removed = new HashSet<>();
        Deque<OrderItem> added = new ArrayDeque<>();
        OrderLines current = this;
        while (true) {
            switch (current.representation) {
                case Representation.ItemAdded(OrderLines before, OrderItem item) -> {
                    if (!removed.contains(item.itemId())) {
                        added.addFirst(item);
                    }
                    current = before;
                }
                case Representation.ItemRemoved(OrderLines before, ItemId itemId) -> {
                    removed.add(itemId);
                    current = before;
                }
                case Representation.Materialized(List<OrderLine> lines) -> {
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

    boolean contains(ItemId itemId) {
        return lines().stream().anyMatch(line -> line.itemId().equals(itemId));
    }

    /** Whether the item can be added within the limit. */
    boolean canAdd(OrderItem item) {
        return lines().size() < MAX || lines().stream().anyMatch(line -> line.isFor(item));
    }

    boolean isEmpty() {
        return lines().isEmpty();
    }

    /** The exact price of all pieces; 0 without lines. */
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
