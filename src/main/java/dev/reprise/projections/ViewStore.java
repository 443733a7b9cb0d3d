package dev.reprise.projections;

import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the rows are kept. All reads but {@link #find} and {@link #parked} are strongly consistent.
 *
 * <p>Every method throws {@link StoreUnavailableException} when the store could not be asked or did
 * not answer.
 */
public interface ViewStore {

    /** How long the error of a parked row may be. */
    int MAX_ERROR_CHARACTERS = 1_000;

    /** A projection's generations; empty before it has begun. */
    Optional<Generations> generations(String projection);

    /** Begins a projection with generation 1, which is live, unless it has begun already. */
    Generations begin(String projection, int schemaVersion);

    /** A row; empty if there is none. */
    Optional<ProjectedRow> read(RowKey key);

    /** Those of the rows that there are, by their keys. */
    Map<RowKey, ProjectedRow> readAll(Collection<RowKey> keys);

    /**
     * Writes a row, if the stored one is still what it was made from.
     *
     * @param before the row that was read; empty if there was none
     * @return false if the stored one is another by now; nothing was written
     * @throws RowTooLargeException if it is larger than the store takes; never for a row that is
     *     parked and otherwise was written already
     */
    boolean write(ProjectedRow row, Optional<ProjectedRow> before);

    /**
     * The streams in a partition of an index, from the highest position down. The index may be some
     * moments behind the rows, so a row that is found may have moved to another partition since.
     *
     * @param below only lower positions than this
     * @param limit how many at most, 1 or more
     * @return fewer than {@code limit} only if the partition has no more
     */
    List<Found> find(IndexQuery query, Optional<String> below, int limit);

    /** A partition of an index in one generation of a projection. */
    record IndexQuery(String projection, int generation, Index index, String partition) {}

    /** A stream that was found, and where. */
    record Found(StreamName stream, String position) {}

    /**
     * The rows of a generation that are parked, in the order of their streams. It may be some
     * moments behind the rows.
     *
     * @param limit how many at most
     */
    List<ProjectedRow> parked(String projection, int generation, int limit);

    /** Notes how far a projection has come; a later note takes the place of an earlier one. */
    void note(String projection, Progress progress);

    /** The last note of how far a projection has come; empty before the first. */
    Optional<Progress> progress(String projection);
}
