package dev.reprise.projections;

import dev.reprise.eventstore.StreamVersion;
import dev.reprise.projections.ProjectedRow.Unfinished;
import java.util.List;
import java.util.Optional;

/**
 * Writes a row whose changes of shared rows do not fit into one transaction. They are cut into
 * parts, always at the same places. Each part but the last is written with the old row, which notes
 * the version that the row is to have and how many parts are written. The last part is written with
 * the new row.
 *
 * <p>Who finds such a note, after a crash or in another invocation, folds the old row up to the
 * noted version, cuts the same parts, and goes on with the first that is not written.
 */
final class LargeChange {

    /** One row of a transaction is the stream's own. */
    private static final int PART = ViewStore.MAX_WRITTEN - 1;

    private LargeChange() {}

    static boolean is(RowWrite write) {
        return write.changes().size() > PART;
    }

    /**
     * Writes all parts that are not written yet.
     *
     * @param write the new row, and all changes since the stored row
     * @return false if the stored row has changed since it was read; the note in it tells how many
     *     parts are written
     */
    static boolean write(RowWrite write, ViewStore views) {
        ProjectedRow old =
                write.before().flatMap(StoredRow::intact).orElseGet(() -> empty(write.key()));
        int done = old.unfinished().map(Unfinished::partsDone).orElse(0);
        List<SharedChanges> parts = write.changes().parts(PART);
        Optional<StoredRow> before = write.before();
        for (; done < parts.size() - 1; done++) {
            ProjectedRow noted = old.with(new Unfinished(write.row().version(), done + 1));
            if (!views.write(List.of(new RowWrite(noted, before, parts.get(done)))).isEmpty()) {
                return false;
            }
            before = Optional.of(new StoredRow.Intact(noted));
        }
        return views.write(List.of(new RowWrite(write.row(), before, parts.getLast()))).isEmpty();
    }

    private static ProjectedRow empty(RowKey key) {
        return new ProjectedRow(
                key,
                StreamVersion.NONE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }
}
