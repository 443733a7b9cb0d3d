package dev.reprise.projections;

import dev.reprise.projections.Generations.Generation;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
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
    private static final Comparator<String> AS_UTF_8 =
            Comparator.comparing(
                    text -> text.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    private final Map<RowKey, ProjectedRow> rows = new ConcurrentHashMap<>();
    private final Map<String, Generations> generations = new ConcurrentHashMap<>();
    private final Map<String, Progress> progress = new ConcurrentHashMap<>();
    private final int maxRowBytes;

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

    /** Writes a row without a condition, as if the table were edited by hand. */
    public void put(ProjectedRow row) {
        rows.put(row.key(), row);
    }

    /** Removes a row, as if the table were edited by hand. */
    public void remove(RowKey key) {
        rows.remove(key);
    }

    /** Sets a projection's generations, as a rebuild does. */
    public void set(String projection, Generations to) {
        generations.put(projection, to);
    }

    @Override
    public Optional<Generations> generations(String projection) {
        return Optional.ofNullable(generations.get(projection));
    }

    @Override
    public Generations register(String projection, int schemaVersion) {
        return generations.computeIfAbsent(
                projection,
                _ -> new Generations(new Generation(1, schemaVersion), Optional.empty()));
    }

    @Override
    public Optional<ProjectedRow> read(RowKey key) {
        return Optional.ofNullable(rows.get(key));
    }

    @Override
    public Map<RowKey, ProjectedRow> readAll(Collection<RowKey> keys) {
        return keys.stream()
                .distinct()
                .flatMap(key -> read(key).stream())
                .collect(Collectors.toMap(ProjectedRow::key, Function.identity()));
    }

    @Override
    public boolean write(ProjectedRow row, Optional<ProjectedRow> before) {
        int bytes = bytes(row);
        int limit = maxRowBytes - (row.parked().isPresent() ? 0 : PARKING_RESERVE_BYTES);
        if (bytes > limit) {
            throw new RowTooLargeException(bytes, limit);
        }
        boolean[] written = {false};
        rows.compute(
                row.key(),
                (_, stored) -> {
                    written[0] =
                            Optional.ofNullable(stored)
                                    .map(Compared::of)
                                    .equals(before.map(Compared::of));
                    return written[0] ? row : stored;
                });
        return written[0];
    }

    /** The parts of a row that are compared before it is replaced. */
    private record Compared(Object version, Object hash, Object parkedAt) {
        static Compared of(ProjectedRow row) {
            return new Compared(
                    row.version(),
                    row.hash(),
                    row.parked().map(ProjectedRow.Parked::sequenceNumber));
        }
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
                        below.isEmpty() || AS_UTF_8.compare(found.position(), below.get()) < 0)
                .sorted(Comparator.comparing(Found::position, AS_UTF_8).reversed())
                .limit(limit)
                .toList();
    }

    private static Predicate<IndexEntry> isIn(IndexQuery query) {
        return entry ->
                entry.index().equals(query.index()) && entry.partition().equals(query.partition());
    }

    @Override
    public List<ProjectedRow> parked(String projection, int generation, int limit) {
        return rows(projection, generation)
                .filter(row -> row.parked().isPresent())
                .sorted(Comparator.comparing(row -> row.key().stream().toString(), AS_UTF_8))
                .limit(limit)
                .toList();
    }

    private Stream<ProjectedRow> rows(String projection, int generation) {
        return rows.values().stream()
                .filter(row -> row.key().projection().equals(projection))
                .filter(row -> row.key().generation() == generation);
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
