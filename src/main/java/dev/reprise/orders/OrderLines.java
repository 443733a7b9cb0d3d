package dev.reprise.orders;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * An order's lines, one for each item and price, in the order in which they first came.
 *
 * @param lines at most {@value #MAX} by the decider's rule
 */
public record OrderLines(List<OrderLine> lines) {

    /** How many lines an order may have. */
    static final int MAX = 1_000;

    static final OrderLines NONE = new OrderLines(List.of());

    public OrderLines {
        lines = List.copyOf(lines);
    }

    OrderLines with(OrderItem item) {
        List<OrderLine> changed = new ArrayList<>(lines);
        int index = indexOf(item);
        if (index < 0) {
            changed.add(new OrderLine(item.itemId(), item.quantity().value(), item.price()));
        } else {
            OrderLine line = lines.get(index);
            changed.set(
                    index,
                    new OrderLine(
                            line.itemId(),
                            line.quantity() + item.quantity().value(),
                            line.price()));
        }
        return new OrderLines(changed);
    }

    OrderLines without(ItemId itemId) {
        return new OrderLines(
                lines.stream().filter(line -> !line.itemId().equals(itemId)).toList());
    }

    boolean holds(ItemId itemId) {
        return lines.stream().anyMatch(line -> line.itemId().equals(itemId));
    }

    /** Whether the item can be added within the limit. */
    boolean haveRoomFor(OrderItem item) {
        return lines.size() < MAX || indexOf(item) >= 0;
    }

    private int indexOf(OrderItem item) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).isFor(item)) {
                return i;
            }
        }
        return -1;
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /** What all pieces cost together, exactly; 0 for no lines. */
    BigDecimal total() {
        return Decimals.canonical(
                lines.stream()
                        .map(line ->
                                line.price().amount().multiply(BigDecimal.valueOf(line.quantity())))
                        .reduce(BigDecimal.ZERO, BigDecimal::add));
    }
}
