package dev.reprise.http;

import dev.reprise.eventstore.Commit;
import dev.reprise.http.ProjectionsResponse.Contradiction;
import dev.reprise.projections.AppendedCommits;
import dev.reprise.projections.Generations;
import dev.reprise.projections.Generations.Generation;
import dev.reprise.projections.Progress;
import dev.reprise.projections.ProjectedRow;
import dev.reprise.projections.Projection;
import dev.reprise.projections.ProjectionVersions;
import dev.reprise.projections.RetryList;
import dev.reprise.projections.RowKey;
import dev.reprise.projections.StoredRow;
import dev.reprise.projections.StreamVerifier;
import dev.reprise.projections.ViewStore;
import io.quarkus.arc.All;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Shows the progress of the projections, and their parked streams. */
@Path("/projections")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Projections", description = "How far the read models are")
class ProjectionsResource {

    private final List<ProjectionVersions> projections;
    private final ViewStore views;
    private final AppendedCommits appended;
    private final StreamVerifier verifier;

    @Inject
    ProjectionsResource(
            @All List<Projection<?, ?>> projections, ViewStore views, AppendedCommits events) {
        this.projections = ProjectionVersions.of(projections);
        // What is shown may be a moment old.
        this.views = views.eventually();
        this.appended = events;
        verifier = new StreamVerifier(events, this.views, projections);
    }

    @GET
    @Operation(
            operationId = "listProjections",
            summary = "Show the progress of each projection, and its parked streams")
    public ProjectionsResponse list() {
        return new ProjectionsResponse(
                projections.stream()
                        .sorted(Comparator.comparing(ProjectionVersions::name))
                        .map(this::status)
                        .toList());
    }

    private ProjectionsResponse.Status status(ProjectionVersions projection) {
        String name = projection.name();
        Optional<Generations> generations = views.generations(name);
        Optional<Integer> live = generations.flatMap(Generations::live).map(Generation::number);
        List<ProjectedRow> parked =
                live.map(number -> views.parked(name, number, ProjectionsResponse.MAX_PARKED + 1))
                        .orElse(List.of());
        Optional<Progress> progress = views.progress(name);
        return ProjectionsResponse.Status.of(
                name,
                generations,
                progress,
                parked,
                views.retries(name, Optional.empty(), RetryList.MAX_COUNTED).size(),
                waiting(projection, live),
                live.flatMap(number -> contradiction(name, number, progress)));
    }

    /** How long a commit that this process appended has been waiting for the projection. */
    private Optional<Duration> waiting(ProjectionVersions projection, Optional<Integer> live) {
        return appended.waitingSince(
                        projection.name(),
                        projection.category(),
                        commit ->
                                live.map(number ->
                                                new RowKey(
                                                        projection.name(), number, commit.stream()))
                                        .filter(row -> isApplied(commit, row))
                                        .isPresent())
                .map(since -> Duration.between(since, Instant.now()));
    }

    /** A parked stream is listed as such, and nothing waits for it. */
    private boolean isApplied(Commit commit, RowKey key) {
        return views.read(key)
                .flatMap(StoredRow::intact)
                .filter(row ->
                        row.parked().isPresent() || row.version().compareTo(commit.version()) >= 0)
                .isPresent();
    }

    /**
     * Compares the row that was written last with the event store. After a restore of the events
     * table to an earlier time, its last commit is gone.
     */
    private Optional<Contradiction> contradiction(
            String name, int generation, Optional<Progress> progress) {
        return progress.flatMap(Progress::stream)
                .flatMap(stream ->
                        verifier.contradiction(new RowKey(name, generation, stream))
                                .map(error -> new Contradiction(stream.toString(), error)));
    }
}
