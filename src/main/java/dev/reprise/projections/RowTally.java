package dev.reprise.projections;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts duplicates and repairs of rows of live generations, since this object was made. A function
 * handles one call at a time, so the difference between two counts belongs to the call between
 * them. It is thread-safe.
 */
public final class RowTally {

    private final LongAdder duplicates = new LongAdder();
    private final LongAdder repaired = new LongAdder();

    /**
     * The counts at a moment, or the difference of two counts.
     *
     * @param duplicateCommits commits that were delivered to a row that had them. A commit that was
     *     delivered to the rows of three projections counts three times
     * @param repairedRows rows that lacked commits, or could not be read, and were brought up to
     *     date from the event store
     */
    public record Found(long duplicateCommits, long repairedRows) {

        public Found minus(Found earlier) {
            return new Found(
                    duplicateCommits - earlier.duplicateCommits,
                    repairedRows - earlier.repairedRows);
        }
    }

    public Found sinceStart() {
        return new Found(duplicates.sum(), repaired.sum());
    }

    void addRepairedRows(long rows) {
        repaired.add(rows);
    }

    /** Adds the counts of a row that is now stored. */
    void add(RowUpdate<?, ?> row) {
        duplicates.add(row.duplicates());
        repaired.add(row.wasRepaired() ? 1 : 0);
    }
}
