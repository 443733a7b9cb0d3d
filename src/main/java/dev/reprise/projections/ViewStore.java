package dev.reprise.projections;

import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stores the rows of projections, the generations of each projection, and its progress. All reads
 * are strongly consistent, except {@link #find} and {@link #parked}.
 *
 * <p>Every method throws {@link StoreUnavailableException} if the store cannot be reached or does
 * not answer.
 */
public interface ViewStore {

    /** The maximum length of {@link ProjectedRow.Parked#error}. */
    int MAX_ERROR_CHARACTERS = 1_000;

    /** A projection's generations; empty before {@link #register}. */
    Optional<Generations> generations(String projection);

    /**
     * Registers generation 1 of a projection as live, unless the projection has generations
     * already.
     *
     * @return the projection's generations, as they were first registered
     */
    Generations register(String projection, int schemaVersion);

    /** Reads a row; empty if there is none. */
    Optional<ProjectedRow> read(RowKey key);

    /** Reads many rows. A key without a row is absent from the result. */
    Map<RowKey, ProjectedRow> readAll(Collection<RowKey> keys);

    /**
     * Writes a row, if the stored row has not changed since it was read.
     *
     * @param before the row that was read; empty if there was none
     * @return false if another row is stored by now; nothing was written
     * @throws RowTooLargeException if the row is larger than the store's limit; never for a stored
     *     row that only becomes parked
     */
    boolean write(ProjectedRow row, Optional<ProjectedRow> before);

    /**
     * The streams in a partition of an index, from the highest position down. The index may be a
     * moment behind the rows: a stream that is found may have moved to another partition.
     *
     * @param below returns only lower positions than this; empty for all
     * @param limit the maximum number of streams, 1 or more
     * @return fewer than {@code limit} only if the partition has no more
     */
    List<Found> find(IndexQuery query, Optional<String> below, int limit);

    /** A partition of an index in one generation of a projection. */
    record IndexQuery(String projection, int generation, Index index, String partition) {}

    /** A stream, and its position in the partition. */
    record Found(StreamName stream, String position) {}

    /**
     * The parked rows of a generation, ordered by stream. The list may be a moment behind the rows.
     *
     * @param limit the maximum number of rows, 1 or more
     */
    List<ProjectedRow> parked(String projection, int generation, int limit);

    /** Saves the progress of a projection. It replaces the progress that was saved before. */
    void saveProgress(String projection, Progress progress);

    /** The progress that was saved last; empty before the first. */
    Optional<Progress> progress(String projection);
}
