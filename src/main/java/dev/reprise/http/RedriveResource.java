package dev.reprise.http;

import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.StreamName;
import dev.reprise.projections.ProjectionVersions;
import dev.reprise.projections.Redrive;
import dev.reprise.projections.ViewStore;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Tries the commits of parked streams again. */
@Path("/projections/{name}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Projections")
class RedriveResource {

    private final KnownProjections projections;
    private final Redrive redrive;
    private final RequestContext request;

    @Inject
    RedriveResource(
            KnownProjections projections,
            ViewStore views,
            EventStore events,
            RequestContext request) {
        this.request = request;
        this.projections = projections;
        this.redrive = new Redrive(views, events);
    }

    @POST
    @Path("streams/{stream}/redrive")
    @Operation(operationId = "redriveStream", summary = "Try the commits of a parked stream again")
    public RedriveResponse.Stream redrive(
            @PathParam("name") String name, @PathParam("stream") String streamName) {
        ProjectionVersions projection = projections.named(name);
        StreamName stream = StreamsResource.stream(streamName, request.caller());
        return switch (redrive.redrive(projection, stream)) {
            case Redrive.Result.Redriven redriven -> RedriveResponse.Stream.of(stream, redriven);
            case Redrive.Result.NotParked _ ->
                    throw new ProblemException(
                            Problem.of(
                                    ProblemType.NOT_PARKED, stream + " is not parked in " + name));
            case Redrive.Result.NeedsRebuild(var parked) ->
                    throw new ProblemException(
                            Problem.of(ProblemType.NEEDS_REBUILD, parked.error()));
            case Redrive.Result.NoEvents _ ->
                    throw new ProblemException(
                            Problem.of(
                                    ProblemType.STREAM_NOT_FOUND,
                                    name + " follows no stream " + stream + " that has events"));
        };
    }

    @POST
    @Path("redrive")
    @Operation(
            operationId = "redriveProjection",
            summary = "Try the commits of all parked streams of a projection again")
    public RedriveResponse.All redriveAll(@PathParam("name") String name) {
        return redrive.redriveAll(projections.named(name))
                .map(RedriveResponse.All::of)
                .orElseThrow(() ->
                        new ProblemException(
                                Problem.of(
                                        ProblemType.NOT_PARKED, "no stream is parked in " + name)));
    }
}
