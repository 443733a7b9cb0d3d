package dev.reprise.projections;

import java.util.Optional;

/**
 * Positions in a partition, ordered by UTF-8 bytes.
 *
 * @param from the lowest position, included; empty for no lower bound
 * @param below the end, not included; empty for no upper bound
 */
public record PositionRange(Optional<String> from, Optional<String> below) {

    /** Every position. */
    public static final PositionRange ALL = new PositionRange(Optional.empty(), Optional.empty());

    /** No position comes after this character. */
    private static final String LAST = new String(Character.toChars(Character.MAX_CODE_POINT));

    /** The positions that begin with a text. */
    public static PositionRange ofPrefix(String prefix) {
        return new PositionRange(Optional.of(prefix), Optional.of(prefix + LAST));
    }

    /** Whether a position is in this range. */
    public boolean contains(String position) {
        return from.filter(first -> Utf8Text.ORDER.compare(position, first) < 0).isEmpty()
                && below.filter(end -> Utf8Text.ORDER.compare(position, end) >= 0).isEmpty();
    }
}
