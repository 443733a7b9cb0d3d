package dev.reprise.projections;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A view store whose calls are intercepted. */
public final class InterceptedViewStore implements ViewStore {

    /** A method of the store. */
    public enum Operation {
        GENERATIONS,
        REGISTER,
        READ,
        READ_ALL,
        WRITE,
        FIND,
        PARKED,
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
    public Optional<Generations> generations(String projection) {
        return call(Operation.GENERATIONS, List.of(), () -> store.generations(projection));
    }

    @Override
    public Generations register(String projection, int schemaVersion) {
        return call(Operation.REGISTER, List.of(), () -> store.register(projection, schemaVersion));
    }

    @Override
    public Optional<ProjectedRow> read(RowKey key) {
        return call(Operation.READ, List.of(key), () -> store.read(key));
    }

    @Override
    public Map<RowKey, ProjectedRow> readAll(Collection<RowKey> keys) {
        return call(Operation.READ_ALL, keys, () -> store.readAll(keys));
    }

    @Override
    public boolean write(ProjectedRow row, Optional<ProjectedRow> previous) {
        return call(Operation.WRITE, List.of(row.key()), () -> store.write(row, previous));
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
