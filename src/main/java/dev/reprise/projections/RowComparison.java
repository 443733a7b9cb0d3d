package dev.reprise.projections;

import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.projections.RowDifference.DifferenceKind;
import dev.reprise.projections.RowDifference.DifferingAspect;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Compares a stream's live row with its row in the generation that is built. Their projections may
 * have different schema versions.
 *
 * @param live the projection of the live generation; empty if this code does not have it
 * @param built the projection of the generation that is built; empty if this code does not have it
 */
record RowComparison(Optional<Projection<?, ?>> live, Optional<Projection<?, ?>> built) {

    /**
     * First the version that a row has, or is to have once its change of shared rows is finished;
     * then the one that it has.
     */
    private static final Comparator<ProjectedRow> BY_VERSION =
            Comparator.<ProjectedRow, StreamVersion>comparing(row ->
                            row.unfinished()
                                    .map(ProjectedRow.Unfinished::target)
                                    .orElse(row.version()))
                    .thenComparing(ProjectedRow::version);

    /** The difference; empty if there is none. */
    Optional<RowDifference> compare(
            StreamName stream, Optional<StoredRow> liveRow, Optional<StoredRow> builtRow) {
        if (liveRow.isEmpty() || builtRow.isEmpty()) {
            return liveRow.equals(builtRow)
                    ? Optional.empty()
                    : Optional.of(
                            RowDifference.of(
                                    stream,
                                    builtRow.isEmpty()
                                            ? DifferenceKind.MISSING
                                            : DifferenceKind.EXTRA,
                                    liveRow,
                                    builtRow));
        }
        Optional<ProjectedRow> ofLive = liveRow.get().intact();
        Optional<ProjectedRow> ofBuilt = builtRow.get().intact();
        if (ofLive.isEmpty() || ofBuilt.isEmpty()) {
            return Optional.of(
                    new RowDifference(
                            stream,
                            DifferenceKind.DIFFERENT,
                            liveRow,
                            builtRow,
                            new TreeSet<>(List.of(DifferingAspect.ALTERED)),
                            List.of()));
        }
        int order = BY_VERSION.compare(ofBuilt.get(), ofLive.get());
        if (order != 0) {
            return Optional.of(
                    RowDifference.of(
                            stream,
                            order < 0 ? DifferenceKind.BEHIND : DifferenceKind.AHEAD,
                            liveRow,
                            builtRow));
        }
        List<String> shared = sharedRows(ofLive.get(), ofBuilt.get());
        SortedSet<DifferingAspect> aspects = aspects(ofLive.get(), ofBuilt.get());
        addIf(!shared.isEmpty(), DifferingAspect.SHARED_ROWS, aspects);
        return aspects.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new RowDifference(
                                stream,
                                DifferenceKind.DIFFERENT,
                                liveRow,
                                builtRow,
                                aspects,
                                shared.stream().limit(RowDifference.MAX_SHARED_ROWS).toList()));
    }

    /** In what the rows themselves differ. */
    private static SortedSet<DifferingAspect> aspects(ProjectedRow ofLive, ProjectedRow ofBuilt) {
        SortedSet<DifferingAspect> aspects = new TreeSet<>();
        addIf(!ofLive.hash().equals(ofBuilt.hash()), DifferingAspect.HASH, aspects);
        addIf(!ofLive.updatedAt().equals(ofBuilt.updatedAt()), DifferingAspect.UPDATED_AT, aspects);
        addIf(!ofLive.view().equals(ofBuilt.view()), DifferingAspect.VIEW, aspects);
        addIf(
                !ofLive.indexEntries().equals(ofBuilt.indexEntries()),
                DifferingAspect.INDEX_ENTRIES,
                aspects);
        addIf(!ofLive.parked().equals(ofBuilt.parked()), DifferingAspect.PARKED, aspects);
        return aspects;
    }

    private static void addIf(
            boolean differs, DifferingAspect aspect, SortedSet<DifferingAspect> aspects) {
        if (differs) {
            aspects.add(aspect);
        }
    }

    /** The shared rows that the stream changes in one generation otherwise than in the other. */
    private List<String> sharedRows(ProjectedRow ofLive, ProjectedRow ofBuilt) {
        if (live.isEmpty() || built.isEmpty()) {
            return List.of();
        }
        try {
            return texts(
                    contribution(live.get(), ofLive).changesTo(contribution(built.get(), ofBuilt)));
        } catch (RuntimeException | StackOverflowError e) {
            return List.of("cannot be compared: " + RowUpdate.messageOf(e));
        }
    }

    private static <E, V> Contribution contribution(Projection<E, V> projection, ProjectedRow row) {
        return projection instanceof SharingProjection<E, V> sharing && row.view().isPresent()
                ? TenantRows.contribution(
                        sharing, row.key().stream(), sharing.decode(row.view().get()))
                : Contribution.NONE;
    }

    private static List<String> texts(SharedChanges changes) {
        List<String> texts = new ArrayList<>();
        changes.removed().forEach(row -> texts.add("- " + text(row)));
        changes.added().forEach(row -> texts.add("+ " + text(row)));
        changes.amounts().forEach((total, sums) -> texts.add(text(total) + ": " + text(sums)));
        return texts;
    }

    private static String text(SearchRow row) {
        return "search/" + row.index() + "/" + row.partition() + "/" + row.position();
    }

    private static String text(Total total) {
        return "total/" + total.table() + "/" + total.partition() + "/" + total.position();
    }

    private static String text(Map<String, BigDecimal> sums) {
        List<String> texts = new ArrayList<>();
        sums.forEach((name, amount) ->
                texts.add(
                        name
                                + (amount.signum() > 0 ? " +" : " ")
                                + amount.stripTrailingZeros().toPlainString()));
        return String.join(", ", texts);
    }
}
