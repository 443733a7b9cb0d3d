package dev.reprise.projections;

import dev.reprise.eventstore.NewerReleaseException;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamName;
import dev.reprise.projections.Generations.Generation;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Stores the rows of projections, the generations of each projection, and its progress. All reads
 * are strongly consistent, except {@link #find}, {@link #parked} and those of {@link #eventually}.
 *
 * <p>Every method throws {@link StoreUnavailableException} if the store cannot be reached or does
 * not answer.
 */
public interface ViewStore {

    /** The maximum length of {@link ProjectedRow.Parked#error}. */
    int MAX_ERROR_CHARACTERS = 1_000;

    /** How many rows one {@link #write} changes at most. */
    int MAX_WRITTEN = 100;

    /** How many rows a page of {@link #rows} has at most. */
    int MAX_PAGE = 200;

    /**
     * The same store, but all its reads may miss writes of the last moments, and cost half as much.
     * It is for showing rows; what is written must not be decided from such a read.
     */
    ViewStore eventually();

    /**
     * A projection's generations; empty before the first.
     *
     * @throws NewerReleaseException if a newer release wrote them in a way that is not known
     */
    Optional<Generations> generations(String projection);

    /**
     * The generations that every batch of a projection is applied to; empty before the first one.
     */
    default List<Generation> written(String projection) {
        return generations(projection).map(Generations::written).orElse(List.of());
    }

    /**
     * Saves a projection's generations, unless they have changed.
     *
     * @param before as they were read; empty if there were none
     * @return false if others are stored by now; nothing was written
     */
    boolean saveGenerations(String projection, Generations after, Optional<Generations> before);

    /** A number for a projection's next generation, from 1: greater than each one before. */
    int nextGenerationNumber(String projection);

    /** Reads a row; empty if there is none. */
    Optional<StoredRow> read(RowKey key);

    /** Reads many rows. A key without a row is absent from the result. */
    Map<RowKey, StoredRow> readAll(Collection<RowKey> keys);

    /**
     * Reads a projection's generations and many rows, in one request if there are few rows.
     *
     * @throws NewerReleaseException as {@link #generations}
     */
    Rows readWithGenerations(String projection, Collection<RowKey> keys);

    /**
     * Generations and rows that were read together.
     *
     * @param rows a key without a row is absent
     */
    record Rows(Optional<Generations> generations, Map<RowKey, StoredRow> rows) {

        public Rows {
            rows = Map.copyOf(rows);
        }
    }

    /**
     * Writes rows and the changes of shared rows that come with them: all of them or nothing.
     * Amounts for the same total are added up.
     *
     * @param writes of one generation, each of another stream; together they change at most {@link
     *     #MAX_WRITTEN} rows
     * @return the keys of the rows that have changed since they were read; nothing was written.
     *     Empty if everything was written
     * @throws RowRefusedException if the store cannot keep one of the rows, or the shared changes;
     *     nothing was written. Never for a single stored row that only becomes parked
     */
    Set<RowKey> write(List<RowWrite> writes);

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
     * The streams that search rows lead to.
     *
     * @param limit the maximum number of streams, 1 or more
     * @return in the order of their positions; fewer than {@code limit} only if there are no more
     */
    List<Found> search(SearchQuery query, int limit);

    /**
     * Search rows of one generation of a projection.
     *
     * @param descending from the highest position down
     */
    record SearchQuery(
            String projection,
            int generation,
            String index,
            String partition,
            PositionRange range,
            boolean descending) {}

    /**
     * The totals of a partition, from the lowest position up.
     *
     * @param limit the maximum number of totals, 1 or more
     * @return fewer than {@code limit} only if there are no more
     */
    List<StoredTotal> totals(TotalsQuery query, int limit);

    /** Totals of one generation of a projection. */
    record TotalsQuery(
            String projection,
            int generation,
            String table,
            String partition,
            PositionRange range) {}

    /**
     * A total.
     *
     * @param sums each of them, by its name; no zeros
     */
    record StoredTotal(String position, Map<String, BigDecimal> sums) {

        public StoredTotal {
            sums = Map.copyOf(sums);
        }
    }

    /**
     * The parked rows of a generation, ordered by stream. The list may be a moment behind the rows.
     *
     * @param limit the maximum number of rows, 1 or more
     */
    List<ProjectedRow> parked(String projection, int generation, int limit);

    /**
     * All rows of a generation, page by page, in no order. Rows that are written meanwhile may be
     * absent.
     *
     * @param cursor the {@link RowPage#next} of the page before; empty for the first page
     */
    default RowPage rows(String projection, int generation, Optional<String> cursor) {
        return rows(projection, generation, cursor, MAX_PAGE);
    }

    /**
     * As {@link #rows(String, int, Optional)}, with shorter pages.
     *
     * @param limit how many rows a page has at most, from 1 to {@link #MAX_PAGE}
     */
    RowPage rows(String projection, int generation, Optional<String> cursor, int limit);

    /**
     * A page of rows.
     *
     * @param rows may be none although there is a next page
     * @param next the place after this page; empty on the last page
     */
    record RowPage(List<StoredRow> rows, Optional<String> next) {

        public RowPage {
            rows = List.copyOf(rows);
        }
    }

    /**
     * Deletes some rows of a generation, shared rows included. Call it again until there are none.
     *
     * @return how many rows were deleted; 0 if there are none
     */
    int deleteSome(String projection, int generation);

    /**
     * Notes that the rows of a stream are to be tried again. A stream that is noted once more gets
     * another mark, which none of its notes had before.
     */
    void noteRetry(String projection, StreamName stream);

    /**
     * The noted streams, ordered by name.
     *
     * @param after returns only streams after this one; empty for the first ones
     * @param limit the maximum number of streams, 1 or more
     * @return fewer than {@code limit} only if there are no more
     */
    List<Retry> retries(String projection, Optional<StreamName> after, int limit);

    /** Removes a note, unless the stream was noted once more since the note was read. */
    void removeRetry(String projection, Retry retry);

    /**
     * The note that the rows of a stream are to be tried again.
     *
     * @param mark differs for each time the stream was noted
     */
    record Retry(StreamName stream, String mark) {}

    /** Saves the progress of a projection. It replaces the progress that was saved before. */
    void saveProgress(String projection, Progress progress);

    /** The progress that was saved last; empty before the first. */
    Optional<Progress> progress(String projection);
}
