package dev.reprise.projections;

import dev.reprise.eventstore.StreamName;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How a stream's row in the generation that is built differs from its live row.
 *
 * @param live the live row; empty if there is none
 * @param built the row in the generation that is built; empty if there is none
 * @param aspects in what rows of the same version differ; none for other kinds of difference
 * @param sharedRows the first {@value #MAX_SHARED_ROWS} shared rows that the stream changes in
 *     another way: each with {@code -} if only the live stream leads to it, with {@code +} if only
 *     the built one does, or with the difference of its sums
 */
public record RowDifference(
        StreamName stream,
        DifferenceKind kind,
        Optional<StoredRow> live,
        Optional<StoredRow> built,
        SortedSet<DifferingAspect> aspects,
        List<String> sharedRows) {

    /** How many shared rows are named. */
    public static final int MAX_SHARED_ROWS = 20;

    /** What is the case. */
    public enum DifferenceKind {
        /** Both rows have the same events, and are not the same. */
        DIFFERENT,
        /** The built generation has no row of the stream. */
        MISSING,
        /** The live generation has no row of the stream. */
        EXTRA,
        /** The built row has fewer events. */
        BEHIND,
        /** The live row has fewer events. */
        AHEAD
    }

    /** In what rows of the same version differ. */
    public enum DifferingAspect {
        /** One of them was altered after it was written. */
        ALTERED,
        /** The hash of the last commit: they were made from other commits. */
        HASH,
        /** The timestamp of the last event. */
        UPDATED_AT,
        VIEW,
        INDEX_ENTRIES,
        /** One of them is parked, or both are for another reason. */
        PARKED,
        /** What the stream contributes to shared rows. */
        SHARED_ROWS
    }

    public RowDifference {
        aspects = Collections.unmodifiableSortedSet(new TreeSet<>(aspects));
        sharedRows = List.copyOf(sharedRows);
    }

    /** A difference of rows that cannot be compared further. */
    static RowDifference of(
            StreamName stream,
            DifferenceKind kind,
            Optional<StoredRow> live,
            Optional<StoredRow> built) {
        return new RowDifference(stream, kind, live, built, new TreeSet<>(), List.of());
    }
}
