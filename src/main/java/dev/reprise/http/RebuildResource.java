package dev.reprise.http;

import dev.reprise.projections.ProjectionJobs;
import dev.reprise.projections.Rebuild;
import dev.reprise.projections.Rebuild.Outcome;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Rebuilds the rows of a projection while they are read. */
@Path("/projections/{name}/rebuild")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Projections")
class RebuildResource {

    private final KnownProjections projections;
    private final Rebuild rebuild;
    private final BasePath basePath;

    @Inject
    RebuildResource(KnownProjections projections, ProjectionJobs jobs, BasePath basePath) {
        this.projections = projections;
        this.rebuild = jobs.rebuild();
        this.basePath = basePath;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "startRebuild",
            summary = "Build a new generation of a projection's rows from all events")
    @APIResponse(
            responseCode = "202",
            content = @Content(schema = @Schema(implementation = RebuildResponse.class)))
    public Response start(@PathParam("name") String name, @Nullable RebuildRequest request) {
        boolean automatic = request == null || request.isAutomatic();
        RebuildResponse begun = begun(rebuild.start(projections.named(name), automatic));
        return Response.accepted(begun)
                .header(HttpHeaders.LOCATION, basePath.pathOf("/projections/" + name + "/rebuild"))
                .build();
    }

    private static RebuildResponse begun(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Accepted(var generations, var job) ->
                    RebuildResponse.of(job.orElseThrow(), generations);
            case Outcome.Refused refused -> throw refusal(refused);
        };
    }

    @GET
    @Operation(operationId = "showRebuild", summary = "Show how far the last rebuild is")
    public RebuildResponse show(@PathParam("name") String name) {
        return rebuild.progress(projections.named(name).name())
                .map(RebuildResponse::of)
                .orElseThrow(() ->
                        new ProblemException(
                                Problem.of(ProblemType.NO_REBUILD, name + " was not rebuilt yet")));
    }

    @POST
    @Path("pause")
    @Operation(operationId = "pauseRebuild", summary = "Let a rebuild stop for now")
    public RebuildResponse pause(@PathParam("name") String name) {
        return shown(name, rebuild.pause(projections.named(name).name()));
    }

    @POST
    @Path("resume")
    @Operation(
            operationId = "resumeRebuild",
            summary = "Let a rebuild go on that was paused, or whose workers are gone")
    public RebuildResponse resume(@PathParam("name") String name) {
        return shown(name, rebuild.resume(projections.named(name).name()));
    }

    @POST
    @Path("cancel")
    @Operation(
            operationId = "cancelRebuild",
            summary = "End a rebuild, and delete the rows that it has made")
    public RebuildResponse cancel(@PathParam("name") String name) {
        return shown(name, rebuild.cancel(projections.named(name).name()));
    }

    @POST
    @Path("switch")
    @Operation(operationId = "switchOver", summary = "Make the generation live that was built")
    public RebuildResponse switchOver(@PathParam("name") String name) {
        return shown(name, rebuild.switchOver(projections.named(name).name()));
    }

    @POST
    @Path("switch-back")
    @Operation(
            operationId = "switchBack",
            summary = "Make the generation live again that was live before")
    public GenerationsResponse switchBack(@PathParam("name") String name) {
        return generations(rebuild.switchBack(projections.named(name)));
    }

    @POST
    @Path("clean-up")
    @Operation(
            operationId = "cleanUp",
            summary = "Drop the generations that are no longer live, and delete their rows")
    @APIResponse(
            responseCode = "202",
            content = @Content(schema = @Schema(implementation = GenerationsResponse.class)))
    public Response cleanUp(@PathParam("name") String name) {
        return Response.accepted(generations(rebuild.cleanUp(projections.named(name).name())))
                .build();
    }

    private RebuildResponse shown(String name, Outcome outcome) {
        if (outcome instanceof Outcome.Refused refused) {
            throw refusal(refused);
        }
        return show(name);
    }

    private static GenerationsResponse generations(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Accepted(var generations, _) -> GenerationsResponse.of(generations);
            case Outcome.Refused refused -> throw refusal(refused);
        };
    }

    private static ProblemException refusal(Outcome.Refused refused) {
        ProblemType type =
                switch (refused.refusal()) {
                    case RUNNING -> ProblemType.REBUILD_RUNNING;
                    case NONE -> ProblemType.NO_REBUILD;
                    case NOT_COMPLETE -> ProblemType.REBUILD_NOT_COMPLETE;
                    case NOTHING_RETIRES -> ProblemType.NOTHING_RETIRES;
                };
        return new ProblemException(Problem.of(type, refused.detail()));
    }
}
