package dev.reprise.projections;

import dev.reprise.eventstore.StoreUnavailableException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads the commits of all streams, or of those of a category, page by page, strongly consistent.
 * The commits of one stream come in order, one after another. They may continue in the next page.
 * Streams come in no order.
 */
public interface CommitScan {

    /**
     * Whether there is any commit, of any category.
     *
     * @throws StoreUnavailableException if the store did not answer
     */
    boolean hasCommits();

    /**
     * How many commits there are, of all categories. The store may count them a few times a day
     * only. Empty if it has not counted any.
     *
     * @throws StoreUnavailableException if the store did not answer
     */
    OptionalLong estimatedCommits();

    /** As {@link #read}, of all categories. */
    Page readAll(Part part, Optional<String> cursor);

    /**
     * Reads a page of the commits of a category.
     *
     * @param part which part of the streams; each stream is in one part
     * @param cursor the {@link Page#next} of the page before; empty for the first page
     * @throws StoreUnavailableException if the store did not answer
     * @throws IllegalArgumentException if the cursor is not one of this scan
     */
    Page read(String category, Part part, Optional<String> cursor);

    /**
     * A part of a scan.
     *
     * @param number from 0
     * @param parts how many parts there are
     */
    record Part(int number, int parts) {

        /** All streams. */
        public static final Part WHOLE = new Part(0, 1);
    }

    /**
     * A page of a scan.
     *
     * @param commits may be none although there is a next page
     * @param scanned how many commits were read, those of other categories included
     * @param next the place after this page; empty on the last page
     */
    record Page(List<DeliveredCommit> commits, int scanned, Optional<String> next) {

        public Page {
            commits = List.copyOf(commits);
        }
    }
}
