package dev.reprise.projections;

import dev.reprise.eventstore.Digest;
import java.util.Optional;

/** A row as it is stored, whole or damaged. */
public sealed interface StoredRow {

    RowKey key();

    /** The row; empty if it is damaged. */
    Optional<ProjectedRow> intact();

    /** A row that is as a projector wrote it. */
    record Intact(ProjectedRow row) implements StoredRow {

        @Override
        public RowKey key() {
            return row.key();
        }

        @Override
        public Optional<ProjectedRow> intact() {
            return Optional.of(row);
        }
    }

    /**
     * A row that was altered after a projector wrote it.
     *
     * @param error what is wrong with it
     * @param tag what the store needs to see whether the row has changed since: its {@link
     *     ProjectedRow#digest} as it is stored, in the store's own form
     */
    record Damaged(RowKey key, String error, Optional<?> tag) implements StoredRow {

        @Override
        public Optional<ProjectedRow> intact() {
            return Optional.empty();
        }
    }

    /**
     * The row if its digest is the stored one.
     *
     * @param tag see {@link Damaged}
     */
    static StoredRow of(ProjectedRow row, Digest stored, Optional<?> tag) {
        return row.digest().equals(stored)
                ? new Intact(row)
                : new Damaged(row.key(), "its digest is not that of its content", tag);
    }
}
