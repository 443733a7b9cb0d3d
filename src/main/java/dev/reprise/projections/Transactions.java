package dev.reprise.projections;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Plans which rows are written together. A total that several streams change is written once in a
 * transaction, so that a batch takes few transactions, and these do not wait for each other.
 */
final class Transactions {

    /**
     * DynamoDB takes 4 MB in one transaction. Indexes, keys and errors come on top of the views.
     */
    private static final int MAX_VIEW_BYTES = 3_000_000;

    private Transactions() {}

    /** The same writes in transactions that the store takes, in the same order. */
    static List<List<RowWrite>> plan(List<RowWrite> writes) {
        List<List<RowWrite>> transactions = new ArrayList<>();
        List<RowWrite> together = new ArrayList<>();
        Set<Total> totals = new HashSet<>();
        int rows = 0;
        int bytes = 0;
        for (RowWrite write : writes) {
            Set<Total> newTotals = new HashSet<>(write.changes().amounts().keySet());
            newTotals.removeAll(totals);
            int more = 1 + write.changes().searchRows() + newTotals.size();
            int moreBytes = write.row().view().map(Utf8Text::bytes).orElse(0);
            if (!together.isEmpty()
                    && (rows + more > ViewStore.MAX_WRITTEN
                            || bytes + moreBytes > MAX_VIEW_BYTES)) {
                transactions.add(List.copyOf(together));
                together.clear();
                totals.clear();
                rows = 0;
                bytes = 0;
                more = 1 + write.changes().size();
            }
            together.add(write);
            totals.addAll(write.changes().amounts().keySet());
            rows += more;
            bytes += moreBytes;
        }
        if (!together.isEmpty()) {
            transactions.add(List.copyOf(together));
        }
        return transactions;
    }
}
