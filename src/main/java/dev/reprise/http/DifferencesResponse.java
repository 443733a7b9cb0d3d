package dev.reprise.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reprise.projections.GenerationComparison.Outcome.Compared;
import dev.reprise.projections.ProjectedRow;
import dev.reprise.projections.RowDifference;
import dev.reprise.projections.StoredRow;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A page of the differences between the generation that is built and the live one.
 *
 * @param live the number of the live generation
 * @param building the number of the generation that is built
 * @param differences may be none although there is a next page
 * @param next what to send as {@code cursor} for the next page; absent on the last page
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Differences")
record DifferencesResponse(
        String name,
        int live,
        int building,
        List<RowDifferenceResponse> differences,
        @Nullable String next) {

    DifferencesResponse {
        differences = List.copyOf(differences);
    }

    static DifferencesResponse of(String name, Compared compared, Optional<String> next) {
        return new DifferencesResponse(
                name,
                compared.live(),
                compared.built(),
                compared.differences().stream().map(RowDifferenceResponse::of).toList(),
                next.orElse(null));
    }

    /**
     * A stream whose rows differ.
     *
     * @param liveVersion the number of the last event in the live row; absent without a row that
     *     can be read
     * @param version the number of the last event in the built row; absent as above
     * @param aspects in what rows of the same version differ; absent for other differences
     * @param liveView the beginning of the live view; absent unless the views differ
     * @param view the beginning of the built view; absent unless the views differ
     * @param sharedRows shared rows that the stream changes in another way; absent if there are
     *     none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "RowDifference")
    record RowDifferenceResponse(
            String stream,
            RowDifference.DifferenceKind difference,
            @Nullable Long liveVersion,
            @Nullable Long version,
            @Nullable List<RowDifference.DifferingAspect> aspects,
            @Nullable String liveView,
            @Nullable String view,
            @Nullable List<String> sharedRows) {

        /** So much of a view is shown. */
        static final int MAX_VIEW = 1_000;

        RowDifferenceResponse {
            aspects = aspects == null ? null : List.copyOf(aspects);
            sharedRows = sharedRows == null ? null : List.copyOf(sharedRows);
        }

        static RowDifferenceResponse of(RowDifference found) {
            boolean views = found.aspects().contains(RowDifference.DifferingAspect.VIEW);
            return new RowDifferenceResponse(
                    found.stream().toString(),
                    found.kind(),
                    version(found.live()),
                    version(found.built()),
                    found.aspects().isEmpty() ? null : List.copyOf(found.aspects()),
                    views ? view(found.live()) : null,
                    views ? view(found.built()) : null,
                    found.sharedRows().isEmpty() ? null : found.sharedRows());
        }

        private static @Nullable Long version(Optional<StoredRow> row) {
            return row.flatMap(StoredRow::intact)
                    .map(intact -> intact.version().value())
                    .orElse(null);
        }

        private static @Nullable String view(Optional<StoredRow> row) {
            return row.flatMap(StoredRow::intact)
                    .flatMap(ProjectedRow::view)
                    .map(RowDifferenceResponse::beginning)
                    .orElse(null);
        }

        private static String beginning(String view) {
            if (view.length() <= MAX_VIEW) {
                return view;
            }
            boolean cutsCharacter = Character.isHighSurrogate(view.charAt(MAX_VIEW - 1));
            return view.substring(0, cutsCharacter ? MAX_VIEW - 1 : MAX_VIEW);
        }
    }
}
