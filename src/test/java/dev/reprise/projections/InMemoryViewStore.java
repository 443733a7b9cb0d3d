package dev.reprise.projections;

import dev.reprise.eventstore.StreamName;
import dev.reprise.projections.Generations.Generation;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A {@link ViewStore} in memory. Rows may take 400 KiB, of which 8 KiB are reserved for parking.
 * Its indexes are never behind. Thread-safe.
 */
public final class InMemoryViewStore implements ViewStore {

    private static final int MAX_ROW_BYTES = 400 * 1024;
    private static final int PARKING_RESERVE_BYTES = 8 * 1024;
    private static final int PAGE_SIZE = 3;

    private final Map<RowKey, StoredRow> rows = new ConcurrentHashMap<>();
    private final Map<SharedKey, StreamName> searchRows = new ConcurrentHashMap<>();
    private final Map<SharedKey, Map<String, BigDecimal>> totals = new ConcurrentHashMap<>();
    private final Map<String, Generations> generations = new ConcurrentHashMap<>();
    private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
    private final Map<String, Progress> progress = new ConcurrentHashMap<>();
    private final Map<String, Map<StreamName, Retry>> retries = new ConcurrentHashMap<>();
    private final AtomicLong marks = new AtomicLong();
    private final int maxRowBytes;

    /** A search row or a total. */
    private record SharedKey(
            String projection, int generation, String name, String partition, String position) {}

    public InMemoryViewStore() {
        this(MAX_ROW_BYTES);
    }

    /**
     * A store with another limit for rows.
     *
     * @param maxRowBytes more than 8 KiB
     */
    public InMemoryViewStore(int maxRowBytes) {
        this.maxRowBytes = maxRowBytes;
    }

    /** Writes a row without a condition, as a projector would. */
    public void put(ProjectedRow row) {
        rows.put(row.key(), new StoredRow.Intact(row));
    }

    /** Makes a row unreadable, as if the table were edited by hand. */
    public void damage(RowKey key) {
        rows.put(key, new StoredRow.Damaged(key, "damaged by the test", Optional.of("tag")));
    }

    /** Removes a row, as if the table were edited by hand. */
    public void remove(RowKey key) {
        rows.remove(key);
    }

    /** Sets a projection's generations, as a rebuild does. */
    public void set(String projection, Generations to) {
        generations.put(projection, to);
    }

    /** One generation, which is live. */
    public static Generations live(int number, int schemaVersion) {
        return Generations.first(new Generation(number, schemaVersion)).switched();
    }

    /** The row with this key, if it is there and can be read. */
    public Optional<ProjectedRow> row(RowKey key) {
        return read(key).flatMap(StoredRow::intact);
    }

    /** All search rows of a generation with their streams, and all totals that are not zero. */
    public Map<String, String> shared(String projection, int generation) {
        Map<String, String> all = new TreeMap<>();
        searchRows.forEach((key, stream) -> {
            if (key.projection().equals(projection) && key.generation() == generation) {
                all.put(
                        key.name() + "/" + key.partition() + "/" + key.position(),
                        stream.toString());
            }
        });
        totals.forEach((key, sums) -> {
            Map<String, BigDecimal> shown = nonZero(sums);
            if (key.projection().equals(projection)
                    && key.generation() == generation
                    && !shown.isEmpty()) {
                all.put(
                        key.name() + "/" + key.partition() + "/" + key.position(),
                        new TreeMap<>(shown).toString());
            }
        });
        return all;
    }

    private static Map<String, BigDecimal> nonZero(Map<String, BigDecimal> sums) {
        Map<String, BigDecimal> nonZero = new HashMap<>();
        sums.forEach((name, sum) -> {
            if (sum.signum() != 0) {
                nonZero.put(name, new BigDecimal(sum.stripTrailingZeros().toPlainString()));
            }
        });
        return nonZero;
    }

    @Override
    public ViewStore eventually() {
        return this;
    }

    @Override
    public Optional<Generations> generations(String projection) {
        return Optional.ofNullable(generations.get(projection));
    }

    @Override
    public synchronized boolean saveGenerations(
            String projection, Generations after, Optional<Generations> before) {
        if (!generations(projection).equals(before)) {
            return false;
        }
        generations.put(projection, after);
        return true;
    }

    @Override
    public int nextGenerationNumber(String projection) {
        return numbers.merge(projection, 1, Integer::sum);
    }

    @Override
    public Optional<StoredRow> read(RowKey key) {
        return Optional.ofNullable(rows.get(key));
    }

    @Override
    public Map<RowKey, StoredRow> readAll(Collection<RowKey> keys) {
        return keys.stream()
                .distinct()
                .flatMap(key -> read(key).stream())
                .collect(Collectors.toMap(StoredRow::key, Function.identity()));
    }

    @Override
    public Rows readWithGenerations(String projection, Collection<RowKey> keys) {
        return new Rows(generations(projection), readAll(keys));
    }

    @Override
    public synchronized Set<RowKey> write(List<RowWrite> writes) {
        writes.forEach(write -> requireSize(write.row()));
        Set<RowKey> changed =
                writes.stream()
                        .filter(write -> !read(write.key()).equals(write.before()))
                        .map(RowWrite::key)
                        .collect(Collectors.toSet());
        if (changed.isEmpty()) {
            for (RowWrite write : writes) {
                put(write.row());
                apply(write.key(), write.changes());
            }
        }
        return changed;
    }

    private void requireSize(ProjectedRow row) {
        int bytes = bytes(row);
        int limit = maxRowBytes - (row.parked().isPresent() ? 0 : PARKING_RESERVE_BYTES);
        if (bytes > limit) {
            throw RowRefusedException.tooLarge(bytes, limit);
        }
    }

    private void apply(RowKey row, SharedChanges changes) {
        changes.removed().forEach(removed -> searchRows.remove(key(row, removed)));
        changes.added().forEach(added -> searchRows.put(key(row, added), row.stream()));
        changes.amounts()
                .forEach((total, sums) -> {
                    Map<String, BigDecimal> stored =
                            totals.computeIfAbsent(
                                    new SharedKey(
                                            row.projection(),
                                            row.generation(),
                                            total.table(),
                                            total.partition(),
                                            total.position()),
                                    _ -> new ConcurrentHashMap<>());
                    sums.forEach((name, amount) -> stored.merge(name, amount, BigDecimal::add));
                });
    }

    private static SharedKey key(RowKey of, SearchRow row) {
        return new SharedKey(
                of.projection(), of.generation(), row.index(), row.partition(), row.position());
    }

    private static int bytes(ProjectedRow row) {
        String texts =
                row.view().orElse("") + row.parked().map(ProjectedRow.Parked::error).orElse("");
        return texts.getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public List<Found> find(IndexQuery query, Optional<String> below, int limit) {
        return rows(query.projection(), query.generation())
                .flatMap(row ->
                        row.indexEntries().stream()
                                .filter(isIn(query))
                                .map(entry -> new Found(row.key().stream(), entry.position())))
                .filter(found ->
                        below.isEmpty()
                                || Utf8Text.ORDER.compare(found.position(), below.get()) < 0)
                .sorted(Comparator.comparing(Found::position, Utf8Text.ORDER).reversed())
                .limit(limit)
                .toList();
    }

    private static Predicate<IndexEntry> isIn(IndexQuery query) {
        return entry ->
                entry.index().equals(query.index()) && entry.partition().equals(query.partition());
    }

    @Override
    public List<Found> search(SearchQuery query, int limit) {
        Comparator<Found> order = Comparator.comparing(Found::position, Utf8Text.ORDER);
        return searchRows.entrySet().stream()
                .filter(row ->
                        isPartition(
                                row.getKey(),
                                query.projection(),
                                query.generation(),
                                query.index(),
                                query.partition(),
                                query.range()))
                .map(row -> new Found(row.getValue(), row.getKey().position()))
                .sorted(query.descending() ? order.reversed() : order)
                .limit(limit)
                .toList();
    }

    @Override
    public List<StoredTotal> totals(TotalsQuery query, int limit) {
        return totals.entrySet().stream()
                .filter(total ->
                        isPartition(
                                total.getKey(),
                                query.projection(),
                                query.generation(),
                                query.table(),
                                query.partition(),
                                query.range()))
                .map(total -> new StoredTotal(total.getKey().position(), nonZero(total.getValue())))
                .sorted(Comparator.comparing(StoredTotal::position, Utf8Text.ORDER))
                .limit(limit)
                .toList();
    }

    private static boolean isPartition(
            SharedKey key,
            String projection,
            int generation,
            String name,
            String partition,
            PositionRange range) {
        return key.projection().equals(projection)
                && key.generation() == generation
                && key.name().equals(name)
                && key.partition().equals(partition)
                && range.contains(key.position());
    }

    @Override
    public List<ProjectedRow> parked(String projection, int generation, int limit) {
        return rows(projection, generation)
                .filter(row -> row.parked().isPresent())
                .sorted(Comparator.comparing(row -> row.key().stream().toString(), Utf8Text.ORDER))
                .limit(limit)
                .toList();
    }

    private Stream<ProjectedRow> rows(String projection, int generation) {
        return rows.values().stream()
                .flatMap(row -> row.intact().stream())
                .filter(row -> row.key().projection().equals(projection))
                .filter(row -> row.key().generation() == generation);
    }

    @Override
    public RowPage rows(String projection, int generation, Optional<String> cursor, int limit) {
        List<StoredRow> rest =
                rows.values().stream()
                        .filter(row -> row.key().projection().equals(projection))
                        .filter(row -> row.key().generation() == generation)
                        .filter(row ->
                                cursor.filter(after -> stream(row).compareTo(after) <= 0).isEmpty())
                        .sorted(Comparator.comparing(InMemoryViewStore::stream))
                        .toList();
        List<StoredRow> page = rest.subList(0, Math.min(rest.size(), Math.min(limit, PAGE_SIZE)));
        return new RowPage(
                page,
                page.size() < rest.size() ? Optional.of(stream(page.getLast())) : Optional.empty());
    }

    private static String stream(StoredRow row) {
        return row.key().stream().toString();
    }

    @Override
    public synchronized int deleteSome(String projection, int generation) {
        List<RowKey> some =
                rows.keySet().stream()
                        .filter(key -> key.projection().equals(projection))
                        .filter(key -> key.generation() == generation)
                        .limit(PAGE_SIZE)
                        .toList();
        rows.keySet().removeAll(some);
        List<SharedKey> shared =
                Stream.concat(searchRows.keySet().stream(), totals.keySet().stream())
                        .filter(key -> key.projection().equals(projection))
                        .filter(key -> key.generation() == generation)
                        .limit(PAGE_SIZE)
                        .toList();
        searchRows.keySet().removeAll(shared);
        totals.keySet().removeAll(shared);
        return some.size() + shared.size();
    }

    private Map<StreamName, Retry> retries(String projection) {
        return retries.computeIfAbsent(projection, _ -> new ConcurrentHashMap<>());
    }

    @Override
    public void noteRetry(String projection, StreamName stream) {
        retries(projection).put(stream, new Retry(stream, Long.toString(marks.incrementAndGet())));
    }

    @Override
    public List<Retry> retries(String projection, Optional<StreamName> after, int limit) {
        Comparator<StreamName> order = Comparator.comparing(StreamName::toString, Utf8Text.ORDER);
        return retries(projection).values().stream()
                .filter(retry -> after.isEmpty() || order.compare(retry.stream(), after.get()) > 0)
                .sorted(Comparator.comparing(Retry::stream, order))
                .limit(limit)
                .toList();
    }

    @Override
    public void removeRetry(String projection, Retry retry) {
        retries(projection).remove(retry.stream(), retry);
    }

    @Override
    public void saveProgress(String projection, Progress to) {
        progress.put(projection, to);
    }

    @Override
    public Optional<Progress> progress(String projection) {
        return Optional.ofNullable(progress.get(projection));
    }
}
