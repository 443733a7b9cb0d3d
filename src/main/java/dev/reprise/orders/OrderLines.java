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
 * <p>{@link #with}, {@link #withQuantity} and {@link #without} only record the change; {@link
 * #lines} applies all recorded changes. So folding an event takes the same time however many lines
 * the order has.
 */
public final class OrderLines {

    /** The maximum number of lines of an order. */
    static final int MAX = 1_000;

    // What each takes in memory, without the characters of its item id.
    private static final int LIST_BYTES = 72;
    private static final int LINE_BYTES = 152;
    private static final int CHANGE_BYTES = 192;
    private static final int REMOVAL_BYTES = 104;

    static final OrderLines EMPTY = new OrderLines(List.of());

    /**
     * The lines, or the last change of them. {@link #lines} replaces a change by the lines, which
     * are equal to it. So threads may do that at the same time without a lock.
     */
    private volatile Representation representation;

    private sealed interface Representation {

        record Materialized(List<OrderLine> lines) implements Representation {}

        record ItemRemoved(OrderLines before, ItemId itemId) implements Representation {}

        /** A change of one line. */
        sealed interface LineChanged extends Representation {

            OrderLines before();

            ItemId itemId();

            void applyTo(Map<Key, OrderLine> lines);
        }

        record ItemAdded(OrderLines before, OrderItem item) implements LineChanged {

            @Override
            public ItemId itemId() {
                return item.itemId();
            }

            @Override
            public void applyTo(Map<Key, OrderLine> lines) {
                lines.merge(
                        new Key(item.itemId(), item.price()),
                        new OrderLine(item.itemId(), item.quantity().value(), item.price()),
                        OrderLine::plus);
            }
        }

        record QuantityChanged(OrderLines before, ItemId itemId, Price price, Quantity quantity)
                implements LineChanged {

            @Override
            public void applyTo(Map<Key, OrderLine> lines) {
                lines.computeIfPresent(
                        new Key(itemId, price), (_, line) -> line.withQuantity(quantity));
            }
        }
    }

    private record Key(ItemId itemId, Price price) {}

    private OrderLines(Representation representation) {
        this.representation = representation;
    }

    public OrderLines(List<OrderLine> lines) {
        this(new Representation.Materialized(List.copyOf(lines)));
    }

    OrderLines with(OrderItem item) {
        return new OrderLines(new Representation.ItemAdded(this, item));
    }

    /** The same lines, with another quantity of one line; a line that is absent stays absent. */
    OrderLines withQuantity(ItemId itemId, Price price, Quantity quantity) {
        return new OrderLines(new Representation.QuantityChanged(this, itemId, price, quantity));
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
     * Goes back through the changes to the last materialized lines. Leaves out the changes of an
     * item that was removed after them.
     */
    private List<OrderLine> materialize() {
        Set<ItemId> removed = new HashSet<>();
        Deque<Representation.LineChanged> changes = new ArrayDeque<>();
        OrderLines current = this;
        while (true) {
            switch (current.representation) {
                case Representation.LineChanged change -> {
                    if (!removed.contains(change.itemId())) {
                        changes.addFirst(change);
                    }
                    current = change.before();
                }
                case Representation.ItemRemoved(OrderLines before, ItemId itemId) -> {
                    removed.add(itemId);
                    current = before;
                }
                case Representation.Materialized(List<OrderLine> lines) -> {
                    return materialize(lines, removed, changes);
                }
            }
        }
    }

    private static List<OrderLine> materialize(
            List<OrderLine> before,
            Set<ItemId> removed,
            Iterable<Representation.LineChanged> changes) {
        Map<Key, OrderLine> lines = new LinkedHashMap<>();
        for (OrderLine line : before) {
            if (!removed.contains(line.itemId())) {
                lines.merge(new Key(line.itemId(), line.price()), line, OrderLine::plus);
            }
        }
        changes.forEach(change -> change.applyTo(lines));
        return List.copyOf(lines.values());
    }

    /**
     * About how many bytes the lines and the recorded changes take in memory. A price or an item id
     * that several lines share counts for each.
     */
    long memoryBytes() {
        long bytes = LIST_BYTES;
        OrderLines current = this;
        while (true) {
            switch (current.representation) {
                case Representation.LineChanged change -> {
                    bytes += CHANGE_BYTES + change.itemId().value().length();
                    current = change.before();
                }
                case Representation.ItemRemoved(OrderLines before, ItemId itemId) -> {
                    bytes += REMOVAL_BYTES + itemId.value().length();
                    current = before;
                }
                case Representation.Materialized(List<OrderLine> lines) -> {
                    for (OrderLine line : lines) {
                        bytes += LINE_BYTES + line.itemId().value().length();
                    }
                    return bytes;
                }
            }
        }
    }

    boolean contains(ItemId itemId) {
        return lines().stream().anyMatch(line -> line.itemId().equals(itemId));
    }

    /** The lines of an item, one for each price. */
    List<OrderLine> linesOf(ItemId itemId) {
        return lines().stream().filter(line -> line.itemId().equals(itemId)).toList();
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
