package dev.reprise.http;

import dev.reprise.projections.GenerationComparison;
import dev.reprise.projections.GenerationComparison.Outcome;
import dev.reprise.projections.ProjectionJobs;
import dev.reprise.projections.ProjectionVersions;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Shows how the generation that is built differs from the live one, before the switch. */
@Path("/projections/{name}/rebuild/differences")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Projections")
class DifferencesResource {

    private final KnownProjections projections;
    private final GenerationComparison comparison;

    @Inject
    DifferencesResource(KnownProjections projections, ProjectionJobs jobs) {
        this.projections = projections;
        this.comparison = jobs.comparison();
    }

    @GET
    @Operation(
            operationId = "listDifferences",
            summary = "Compare the generation that is built with the live one, row by row")
    @APIResponseSchema(DifferencesResponse.class)
    public Response list(
            @PathParam("name") String name,
            @QueryParam(Paging.LIMIT) @Nullable String limit,
            @QueryParam(Paging.CURSOR) @Nullable String cursor) {
        ProjectionVersions projection = projections.named(name);
        PageRequest page =
                PagedList.ofAllTenants("differences", name, GenerationComparison::isPosition)
                        .page(limit, cursor);
        // Only the store knows the places in its rows.
        Outcome outcome =
                Input.parameter(
                        Paging.CURSOR,
                        String.valueOf(cursor),
                        _ -> comparison.compare(projection, page.after(), page.limit()));
        return switch (outcome) {
            case Outcome.Compared compared ->
                    page.response(
                            compared.next(), next -> DifferencesResponse.of(name, compared, next));
            case Outcome.NothingToCompare(var detail) ->
                    throw new ProblemException(Problem.of(ProblemType.NO_REBUILD, detail));
        };
    }
}
