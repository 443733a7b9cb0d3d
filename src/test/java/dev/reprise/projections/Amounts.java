package dev.reprise.projections;

import dev.reprise.eventstore.EventCodec;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.StreamName;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A projection for tests, whose streams contribute to shared rows. The row of an account is that of
 * {@link Entries}. Each different amount of an account is a search row, and adds to the totals of
 * its last digit, and to the totals of all accounts.
 */
public record Amounts(Entries entries) implements SharingProjection<Integer, List<Integer>> {

    static final String BY_AMOUNT = "by-amount";
    static final String PER_DIGIT = "per-digit";

    public Amounts() {
        this(new Entries("amounts", 1));
    }

    @Override
    public String name() {
        return entries.name();
    }

    @Override
    public int schemaVersion() {
        return entries.schemaVersion();
    }

    @Override
    public String category() {
        return entries.category();
    }

    @Override
    public EventCodec<Integer> codec() {
        return entries.codec();
    }

    @Override
    public List<Integer> evolve(@Nullable List<Integer> view, RecordedEvent<Integer> event) {
        return entries.evolve(view, event);
    }

    @Override
    public String encode(List<Integer> view) {
        return entries.encode(view);
    }

    @Override
    public List<Integer> decode(String encoded) {
        return entries.decode(encoded);
    }

    @Override
    public List<IndexEntry> indexEntries(StreamName stream, List<Integer> view) {
        return List.of();
    }

    /** Fails for an amount of 1,000,000. */
    @Override
    public Contribution contribution(StreamName stream, List<Integer> view) {
        Set<SearchRow> rows = new HashSet<>();
        Map<Total, Map<String, BigDecimal>> totals = new HashMap<>();
        for (int amount : view) {
            if (amount == 1_000_000) {
                throw new IllegalStateException("cannot contribute a million");
            }
            rows.add(
                    new SearchRow(
                            BY_AMOUNT, Integer.toString(amount % 10), amount + "#" + stream.id()));
            add(totals, new Total(PER_DIGIT, "d", Integer.toString(amount % 10)), amount);
            add(totals, new Total("all", "all", "all"), amount);
        }
        return new Contribution(rows, totals);
    }

    private static void add(Map<Total, Map<String, BigDecimal>> totals, Total total, int amount) {
        Map<String, BigDecimal> sums = totals.computeIfAbsent(total, _ -> new HashMap<>());
        sums.merge("sum", BigDecimal.valueOf(amount), BigDecimal::add);
        sums.merge("count", BigDecimal.ONE, BigDecimal::add);
    }
}
