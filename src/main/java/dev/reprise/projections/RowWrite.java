package dev.reprise.projections;

import java.util.Optional;

/**
 * A row to write, and what its stream changes in shared rows at the same time.
 *
 * @param before the stored row that it replaces; empty if there was none
 */
public record RowWrite(ProjectedRow row, Optional<StoredRow> before, SharedChanges changes) {

    /** A row to write without changes of shared rows. */
    public RowWrite(ProjectedRow row, Optional<StoredRow> before) {
        this(row, before, SharedChanges.NONE);
    }

    public RowKey key() {
        return row.key();
    }
}
