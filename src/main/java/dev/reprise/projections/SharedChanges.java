package dev.reprise.projections;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Changes of rows that streams share.
 *
 * @param added the search rows that are put
 * @param removed the search rows that are deleted; none of them is added
 * @param amounts what is added to each total, by the name of the sum; zeros are left out
 */
public record SharedChanges(
        SortedSet<SearchRow> added,
        SortedSet<SearchRow> removed,
        SortedMap<Total, Map<String, BigDecimal>> amounts) {

    /** No changes. */
    public static final SharedChanges NONE =
            new SharedChanges(new TreeSet<>(), new TreeSet<>(), new TreeMap<>());

    public SharedChanges {
        added = Collections.unmodifiableSortedSet(new TreeSet<>(added));
        removed = Collections.unmodifiableSortedSet(new TreeSet<>(removed));
        SortedMap<Total, Map<String, BigDecimal>> nonZero = new TreeMap<>();
        amounts.forEach((total, sums) -> {
            SortedMap<String, BigDecimal> others = new TreeMap<>(sums);
            others.values().removeIf(amount -> amount.signum() == 0);
            if (!others.isEmpty()) {
                nonZero.put(total, Collections.unmodifiableSortedMap(others));
            }
        });
        amounts = Collections.unmodifiableSortedMap(nonZero);
    }

    public boolean isEmpty() {
        return size() == 0;
    }

    /** How many rows are changed. */
    public int size() {
        return searchRows() + amounts.size();
    }

    /** How many search rows are put or deleted. */
    int searchRows() {
        return added.size() + removed.size();
    }

    /**
     * The same changes in parts of at most so many rows, always cut at the same places. No part for
     * no changes.
     */
    List<SharedChanges> parts(int maxSize) {
        List<SharedChanges> parts = new ArrayList<>();
        TreeSet<SearchRow> addedNow = new TreeSet<>();
        TreeSet<SearchRow> removedNow = new TreeSet<>();
        TreeMap<Total, Map<String, BigDecimal>> amountsNow = new TreeMap<>();
        List<Runnable> changes = new ArrayList<>();
        added.forEach(row -> changes.add(() -> addedNow.add(row)));
        removed.forEach(row -> changes.add(() -> removedNow.add(row)));
        amounts.forEach((total, sums) -> changes.add(() -> amountsNow.put(total, sums)));
        for (int from = 0; from < changes.size(); from += maxSize) {
            changes.subList(from, Math.min(from + maxSize, changes.size())).forEach(Runnable::run);
            parts.add(new SharedChanges(addedNow, removedNow, amountsNow));
            addedNow.clear();
            removedNow.clear();
            amountsNow.clear();
        }
        return parts;
    }
}
