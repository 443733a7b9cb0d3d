package dev.reprise.http;

import dev.reprise.projections.ProjectionJobs;
import dev.reprise.projections.Repair;
import dev.reprise.projections.Repair.Outcome;
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
import java.util.List;
import java.util.function.Predicate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Compares the rows of a projection with all events, and makes them right. */
@Path("/projections/{name}/repair")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Projections")
class RepairResource {

    private final KnownProjections projections;
    private final Repair repair;
    private final BasePath basePath;

    @Inject
    RepairResource(KnownProjections projections, ProjectionJobs jobs, BasePath basePath) {
        this.projections = projections;
        this.repair = jobs.repair();
        this.basePath = basePath;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "startRepair",
            summary = "Compare a projection's rows with all events, and make them right")
    @APIResponse(
            responseCode = "202",
            content = @Content(schema = @Schema(implementation = RepairResponse.class)))
    public Response start(@PathParam("name") String name, @Nullable RepairRequest request) {
        String projection = projections.named(name).name();
        boolean mends = request == null || request.mends();
        return switch (repair.start(projection, mends)) {
            case Outcome.Started(var job) ->
                    Response.accepted(RepairResponse.of(new Repair.Progress(job, List.of())))
                            .header(
                                    HttpHeaders.LOCATION,
                                    basePath.pathOf("/projections/" + name + "/repair"))
                            .build();
            case Outcome.Running(var job) ->
                    throw new ProblemException(
                            Problem.of(
                                    ProblemType.REPAIR_RUNNING,
                                    name
                                            + " is being repaired, since "
                                            + job.startedAt()
                                            + "; cancel it, or wait for it"));
            case Outcome.NothingLive _ ->
                    throw new ProblemException(
                            Problem.of(
                                    ProblemType.NOTHING_TO_REPAIR,
                                    "the first rows of " + name + " are still being built"));
        };
    }

    @GET
    @Operation(
            operationId = "showRepair",
            summary = "Show how far the last repair is, and what it found")
    public RepairResponse show(@PathParam("name") String name) {
        return shown(projections.named(name).name());
    }

    @POST
    @Path("pause")
    @Operation(operationId = "pauseRepair", summary = "Let a repair stop for now")
    public RepairResponse pause(@PathParam("name") String name) {
        return changed(name, repair::pause, "running, so there is none to pause");
    }

    @POST
    @Path("resume")
    @Operation(
            operationId = "resumeRepair",
            summary = "Let a repair go on that was paused, or whose workers are gone")
    public RepairResponse resume(@PathParam("name") String name) {
        return changed(name, repair::resume, "paused or running, so there is none to resume");
    }

    @POST
    @Path("cancel")
    @Operation(operationId = "cancelRepair", summary = "End a repair. What is mended stays mended")
    public RepairResponse cancel(@PathParam("name") String name) {
        return changed(name, repair::cancel, "paused or running, so there is none to cancel");
    }

    private RepairResponse changed(String name, Predicate<String> change, String otherwise) {
        String projection = projections.named(name).name();
        if (!change.test(projection)) {
            throw noRepair("no repair of " + name + " is " + otherwise);
        }
        return shown(projection);
    }

    private RepairResponse shown(String projection) {
        return repair.progress(projection)
                .map(RepairResponse::of)
                .orElseThrow(() -> noRepair(projection + " was not repaired yet"));
    }

    private static ProblemException noRepair(String detail) {
        return new ProblemException(Problem.of(ProblemType.NO_REPAIR, detail));
    }
}
