package dev.reprise.projections;

import dev.reprise.projections.ProjectedRow.Parked;
import dev.reprise.projections.ProjectedRow.Parked.Reason;
import java.util.List;

/** How a row is brought up to date. */
enum Approach {
    /** With the commits that were delivered, and those that the row lacks before them. */
    DELIVERED {
        @Override
        boolean retries(Parked parked, int codeVersion) {
            return parked.isRetriedBy(codeVersion);
        }

        @Override
        void apply(RowCommits commits, List<DeliveredCommit> deliveries, RowUpdate<?, ?> row) {
            commits.apply(deliveries, row);
        }
    },

    /**
     * With what the event store has, up to the stream's tail. A parked commit is tried again where
     * a delivery would try it.
     */
    FOLLOWED {
        @Override
        boolean retries(Parked parked, int codeVersion) {
            return DELIVERED.retries(parked, codeVersion);
        }

        @Override
        void apply(RowCommits commits, List<DeliveredCommit> deliveries, RowUpdate<?, ?> row) {
            commits.redrive(row);
        }
    },

    /** With what the event store has, up to the stream's tail. A parked commit is tried again. */
    REDRIVEN {
        @Override
        boolean retries(Parked parked, int codeVersion) {
            return parked.reason() != Reason.NEEDS_REBUILD;
        }

        @Override
        void apply(RowCommits commits, List<DeliveredCommit> deliveries, RowUpdate<?, ?> row) {
            commits.redrive(row);
        }
    },

    /** As when redriven; a row that contradicts the event store is folded anew from the events. */
    REPAIRED {
        @Override
        boolean retries(Parked parked, int codeVersion) {
            return REDRIVEN.retries(parked, codeVersion);
        }

        @Override
        void apply(RowCommits commits, List<DeliveredCommit> deliveries, RowUpdate<?, ?> row) {
            commits.repair(row);
        }
    },

    /** The row is folded anew from the events, whatever it holds. */
    REFOLDED {
        @Override
        boolean retries(Parked parked, int codeVersion) {
            return REDRIVEN.retries(parked, codeVersion);
        }

        @Override
        void apply(RowCommits commits, List<DeliveredCommit> deliveries, RowUpdate<?, ?> row) {
            commits.refold(row);
        }
    };

    /** Whether a parked commit is tried again by code of a schema version. */
    abstract boolean retries(Parked parked, int codeVersion);

    /** Applies to a row what it lacks. */
    abstract void apply(RowCommits commits, List<DeliveredCommit> deliveries, RowUpdate<?, ?> row);
}
