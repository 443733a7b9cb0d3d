package dev.reprise.projections;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a stream contributes to the rows that it shares with other streams.
 *
 * @param searchRows the rows that lead to the stream
 * @param amounts what the stream adds to each total, by the name of the sum, such as {@code
 *     quantity}. An amount of zero is the same as none
 */
public record Contribution(Set<SearchRow> searchRows, Map<Total, Map<String, BigDecimal>> amounts) {

    /** Nothing. */
    public static final Contribution NONE = new Contribution(Set.of(), Map.of());

    public Contribution {
        searchRows = Set.copyOf(searchRows);
        Map<Total, Map<String, BigDecimal>> copy = new HashMap<>();
        amounts.forEach((total, sums) -> copy.put(total, Map.copyOf(sums)));
        amounts = Map.copyOf(copy);
    }

    /** What has to be changed if a stream contributed this, and is to contribute another. */
    SharedChanges changesTo(Contribution after) {
        TreeSet<SearchRow> added = new TreeSet<>(after.searchRows);
        added.removeAll(searchRows);
        TreeSet<SearchRow> removed = new TreeSet<>(searchRows);
        removed.removeAll(after.searchRows);
        TreeMap<Total, Map<String, BigDecimal>> differences = new TreeMap<>();
        after.amounts.forEach((total, sums) -> add(differences, total, sums, BigDecimal.ONE));
        amounts.forEach((total, sums) -> add(differences, total, sums, BigDecimal.ONE.negate()));
        return new SharedChanges(added, removed, differences);
    }

    private static void add(
            Map<Total, Map<String, BigDecimal>> differences,
            Total total,
            Map<String, BigDecimal> sums,
            BigDecimal sign) {
        Map<String, BigDecimal> difference =
                differences.computeIfAbsent(total, _ -> new TreeMap<>());
        sums.forEach(
                (name, amount) -> difference.merge(name, amount.multiply(sign), BigDecimal::add));
    }
}
