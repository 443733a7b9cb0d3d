package dev.reprise.demo;

import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts what is not sent, by reason. */
final class Skipped {

    private final Map<SkipReason, Integer> rows = new EnumMap<>(SkipReason.class);
    private final Map<SkipReason, Integer> invoices = new EnumMap<>(SkipReason.class);
    private int rowsOfInvoices;

    void row(SkipReason reason) {
        rows.merge(reason, 1, Integer::sum);
    }

    /**
     * @param uncounted how many of its rows were not counted one by one
     */
    void invoice(SkipReason reason, int uncounted) {
        invoices.merge(reason, 1, Integer::sum);
        rowsOfInvoices += uncounted;
    }

    /** Rows skipped for a reason of their own. */
    SortedMap<SkipReason, Integer> rows() {
        return new TreeMap<>(rows);
    }

    /** Invoices skipped whole. */
    SortedMap<SkipReason, Integer> invoices() {
        return new TreeMap<>(invoices);
    }

    /** Rows skipped with their invoice. */
    int rowsOfInvoices() {
        return rowsOfInvoices;
    }
}
