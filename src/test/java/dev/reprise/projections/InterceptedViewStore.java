package dev.reprise.projections;

import dev.reprise.eventstore.StreamName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** A view store whose calls are intercepted. */
public final class InterceptedViewStore implements ViewStore {

    /** A method of the store. */
    public enum Operation {
        GENERATIONS,
        SAVE_GENERATIONS,
        NEXT_NUMBER,
        READ,
        READ_ALL,
        READ_WITH_GENERATIONS,
        WRITE,
        FIND,
        SEARCH,
        TOTALS,
        PARKED,
        ROWS,
        DELETE,
        NOTE_RETRY,
        RETRIES,
        REMOVE_RETRY,
        SAVE_PROGRESS,
        PROGRESS
    }

    /** Runs before or after a call. If it throws, the call fails. */
    @FunctionalInterface
    public interface Interception {
        /**
         * Called before or after a call.
         *
         * @param keys the keys of the rows that the call reads or writes
         */
        void intercept(Operation operation, Collection<RowKey> keys);
    }

    /** Does nothing. */
    public static final Interception NONE = (_, _) -> {};

    private final ViewStore store;
    private volatile Interception before = NONE;
    private volatile Interception after = NONE;

    public InterceptedViewStore(ViewStore store) {
        this.store = store;
    }

    /** Sets what runs before each call. */
    public void before(Interception interception) {
        before = interception;
    }

    /** Sets what runs after each call. If it throws, the answer is lost. */
    public void after(Interception interception) {
        after = interception;
    }

    private <T> T call(Operation operation, Collection<RowKey> keys, Supplier<T> call) {
        before.intercept(operation, keys);
        T answer = call.get();
        after.intercept(operation, keys);
        return answer;
    }

    @Override
    public ViewStore eventually() {
        return this;
    }

    @Override
    public Optional<Generations> generations(String projection) {
        return call(Operation.GENERATIONS, List.of(), () -> store.generations(projection));
    }

    @Override
    public boolean saveGenerations(
            String projection, Generations saved, Optional<Generations> previous) {
        return call(
                Operation.SAVE_GENERATIONS,
                List.of(),
                () -> store.saveGenerations(projection, saved, previous));
    }

    @Override
    public int nextGenerationNumber(String projection) {
        return call(Operation.NEXT_NUMBER, List.of(), () -> store.nextGenerationNumber(projection));
    }

    @Override
    public Optional<StoredRow> read(RowKey key) {
        return call(Operation.READ, List.of(key), () -> store.read(key));
    }

    @Override
    public Map<RowKey, StoredRow> readAll(Collection<RowKey> keys) {
        return call(Operation.READ_ALL, keys, () -> store.readAll(keys));
    }

    @Override
    public Rows readWithGenerations(String projection, Collection<RowKey> keys) {
        return call(
                Operation.READ_WITH_GENERATIONS,
                keys,
                () -> store.readWithGenerations(projection, keys));
    }

    @Override
    public Set<RowKey> write(List<RowWrite> writes) {
        return call(
                Operation.WRITE,
                writes.stream().map(RowWrite::key).toList(),
                () -> store.write(writes));
    }

    @Override
    public List<Found> search(SearchQuery query, int limit) {
        return call(Operation.SEARCH, List.of(), () -> store.search(query, limit));
    }

    @Override
    public List<StoredTotal> totals(TotalsQuery query, int limit) {
        return call(Operation.TOTALS, List.of(), () -> store.totals(query, limit));
    }

    @Override
    public RowPage rows(String projection, int generation, Optional<String> cursor, int limit) {
        return call(
                Operation.ROWS, List.of(), () -> store.rows(projection, generation, cursor, limit));
    }

    @Override
    public int deleteSome(String projection, int generation) {
        return call(Operation.DELETE, List.of(), () -> store.deleteSome(projection, generation));
    }

    @Override
    public List<Found> find(IndexQuery query, Optional<String> below, int limit) {
        return call(Operation.FIND, List.of(), () -> store.find(query, below, limit));
    }

    @Override
    public List<ProjectedRow> parked(String projection, int generation, int limit) {
        return call(Operation.PARKED, List.of(), () -> store.parked(projection, generation, limit));
    }

    @Override
    public void noteRetry(String projection, StreamName stream) {
        call(
                Operation.NOTE_RETRY,
                List.of(),
                () -> {
                    store.noteRetry(projection, stream);
                    return stream;
                });
    }

    @Override
    public List<Retry> retries(String projection, Optional<StreamName> following, int limit) {
        return call(
                Operation.RETRIES, List.of(), () -> store.retries(projection, following, limit));
    }

    @Override
    public void removeRetry(String projection, Retry retry) {
        call(
                Operation.REMOVE_RETRY,
                List.of(),
                () -> {
                    store.removeRetry(projection, retry);
                    return retry;
                });
    }

    @Override
    public void saveProgress(String projection, Progress progress) {
        call(
                Operation.SAVE_PROGRESS,
                List.of(),
                () -> {
                    store.saveProgress(projection, progress);
                    return progress;
                });
    }

    @Override
    public Optional<Progress> progress(String projection) {
        return call(Operation.PROGRESS, List.of(), () -> store.progress(projection));
    }
}
