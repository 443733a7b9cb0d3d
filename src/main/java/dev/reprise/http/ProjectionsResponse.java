package dev.reprise.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reprise.eventstore.TimestampFormat;
import dev.reprise.projections.Generations;
import dev.reprise.projections.Generations.Generation;
import dev.reprise.projections.Progress;
import dev.reprise.projections.ProjectedRow;
import dev.reprise.projections.ProjectedRow.Parked;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The progress of the projections, and their parked streams. */
record ProjectionsResponse(List<Status> projections) {

    /** The maximum number of parked streams that are listed for a projection. */
    static final int MAX_PARKED = 100;

    ProjectionsResponse {
        projections = List.copyOf(projections);
    }

    /**
     * One projection.
     *
     * @param generation the number of the live generation; absent before the first event
     * @param building the number of the generation that is built to replace it; absent if there is
     *     none
     * @param lastCommittedAt the timestamp of the newest commit in the last batch that was applied
     * @param lastAppliedAt when that batch was applied
     * @param lagMillis the milliseconds between the two; while a commit that this process appended
     *     has not been applied, the milliseconds since then
     * @param parked the first 100 parked streams of the live generation, ordered by name
     * @param moreParked true if there are more than 100; absent if not
     * @param retrying how many streams have rows that could not be written, and that are tried
     *     again each minute; no more than 1,000 are counted
     * @param contradiction what is wrong with the row that was written last; absent if the events
     *     table has the row's last commit, or if a newer release wrote that commit
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ProjectionStatus")
    record Status(
            String name,
            @Nullable Integer generation,
            @Nullable Integer building,
            @Nullable String lastCommittedAt,
            @Nullable String lastAppliedAt,
            @Nullable Long lagMillis,
            List<ParkedStream> parked,
            @Nullable Boolean moreParked,
            int retrying,
            @Nullable Contradiction contradiction) {

        Status {
            parked = List.copyOf(parked);
        }

        static Status of(
                String name,
                Optional<Generations> generations,
                Optional<Progress> progress,
                List<ProjectedRow> parked,
                int retrying,
                Optional<Duration> waiting,
                Optional<Contradiction> contradiction) {
            return new Status(
                    name,
                    generations.flatMap(Generations::live).map(Generation::number).orElse(null),
                    generations.flatMap(Generations::building).map(Generation::number).orElse(null),
                    progress.map(saved -> TimestampFormat.format(saved.committedAt())).orElse(null),
                    progress.map(saved -> TimestampFormat.format(saved.appliedAt())).orElse(null),
                    waiting.or(() ->
                                    progress.map(saved ->
                                            Duration.between(
                                                    saved.committedAt(), saved.appliedAt())))
                            .map(Duration::toMillis)
                            .orElse(null),
                    parked.stream().limit(MAX_PARKED).flatMap(ParkedStream::of).toList(),
                    parked.size() > MAX_PARKED ? true : null,
                    retrying,
                    contradiction.orElse(null));
        }
    }

    /** A row whose last commit the events table does not have, or has in a damaged form. */
    record Contradiction(String stream, String error) {}

    /**
     * A parked stream.
     *
     * @param sequenceNumber the number of the first event of the commit that cannot be applied
     * @param reason {@code DAMAGED}; {@code NEWER_RELEASE}, which a newer release applies by
     *     itself; or {@code CONTRADICTION}: the row was made from a commit that the events table
     *     does not have
     * @param schemaVersion the schema version of the events that the code knew which parked it; 0
     *     if it is not known
     * @param error what is wrong with that commit, or what the code did not know
     */
    record ParkedStream(
            String stream,
            long sequenceNumber,
            Parked.Reason reason,
            int schemaVersion,
            String error) {

        static Stream<ParkedStream> of(ProjectedRow row) {
            return row.parked().stream()
                    .map((Parked parked) ->
                            new ParkedStream(
                                    row.key().stream().toString(),
                                    parked.sequenceNumber(),
                                    parked.reason(),
                                    parked.schemaVersion(),
                                    parked.error()));
        }
    }
}
