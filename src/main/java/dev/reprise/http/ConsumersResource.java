package dev.reprise.http;

import dev.reprise.consumers.ConsumerState;
import dev.reprise.consumers.ConsumerStatus;
import dev.reprise.consumers.Consumers;
import dev.reprise.consumers.Consumers.Result;
import dev.reprise.eventstore.StreamName;
import dev.reprise.feed.FeedPosition;
import dev.reprise.feed.LiveFeed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Shows and changes the states of the consumers of the feed. */
@Path("/consumers")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Consumers", description = "Who reads the feed, and how far each of them is")
class ConsumersResource {

    private static final String NAME = "name";

    private final Optional<Consumers> consumers;
    private final Optional<LiveFeed> feed;
    private final RequestContext request;

    @Inject
    ConsumersResource(
            Optional<Consumers> consumers, Optional<LiveFeed> feed, RequestContext request) {
        this.consumers = consumers;
        this.feed = feed;
        this.request = request;
    }

    @GET
    @Operation(operationId = "listConsumers", summary = "Show how far each consumer is")
    public ConsumersResponse list() {
        return ConsumersResponse.of(consumers().all(), feeds().current().head(), Instant.now());
    }

    @GET
    @Path("{name}")
    @Operation(operationId = "showConsumer", summary = "Show how far a consumer is")
    public ConsumersResponse.Consumer show(@PathParam(NAME) String name) {
        ConsumerStatus status = existing(name);
        return ConsumersResponse.Consumer.of(status, head(status.generation()), Instant.now());
    }

    @POST
    @Path("{name}/redrive")
    @Operation(
            operationId = "redriveConsumer",
            summary = "Try the commits of all parked streams of a consumer again")
    public ConsumersResponse.Consumer redriveAll(@PathParam(NAME) String name) {
        return redriven(name, Optional.empty());
    }

    @POST
    @Path("{name}/streams/{stream}/redrive")
    @Operation(
            operationId = "redriveConsumersStream",
            summary = "Try the commits of a parked stream of a consumer again")
    public ConsumersResponse.Consumer redrive(
            @PathParam(NAME) String name, @PathParam("stream") String streamName) {
        return redriven(name, Optional.of(StreamsResource.stream(streamName, request.caller())));
    }

    private ConsumersResponse.Consumer redriven(String name, Optional<StreamName> which) {
        if (!consumers().redrive(existing(name).name(), which)) {
            throw new ProblemException(
                    Problem.of(ProblemType.NOT_PARKED, "no such stream is parked in " + name));
        }
        return show(name);
    }

    @POST
    @Path("{name}/reset")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "resetConsumer",
            summary = "Let a consumer go on at another position or time")
    public ConsumersResponse.Consumer reset(
            @PathParam(NAME) String name, @Nullable ResetRequest body) {
        ResetRequest wanted = Input.body(body);
        FeedPosition position = wanted.position(feeds());
        consumers().reset(existing(name).name(), position);
        return show(name);
    }

    @POST
    @Path("{name}/segments")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "shareConsumer",
            summary = "Share the work of a consumer between several workers")
    public ConsumersResponse.Consumer share(
            @PathParam(NAME) String name, @Nullable SegmentsRequest body) {
        SegmentsRequest wanted = Input.body(body);
        consumers().share(existing(name).name(), wanted.checkedCount());
        return show(name);
    }

    @POST
    @Path("{name}/lease")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "leaseConsumer",
            summary = "Take the lease of a consumer that runs elsewhere, or renew it")
    public ConsumersResponse.Segment lease(
            @PathParam(NAME) String name, @Nullable LeaseRequest body) {
        LeaseRequest wanted = Input.body(body);
        Result result =
                consumers()
                        .lease(
                                Input.parameter(NAME, name, ConsumersResource::checkedName),
                                wanted.checkedOwner(),
                                wanted.length());
        ConsumerState state = changed(result);
        return shown(state, head(state.generation()));
    }

    @POST
    @Path("{name}/checkpoint")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "checkpointConsumer",
            summary = "Save the position of a consumer that runs elsewhere")
    public ConsumersResponse.Segment checkpoint(
            @PathParam(NAME) String name, @Nullable CheckpointRequest body) {
        CheckpointRequest wanted = Input.body(body);
        ConsumerStatus known = existing(name);
        long head = head(known.generation());
        Result result =
                consumers()
                        .checkpoint(
                                known.name(),
                                wanted.checkedSegment(),
                                wanted.checkedToken(),
                                wanted.checkedPosition(head),
                                wanted.length());
        return shown(changed(result), head);
    }

    private static String checkedName(String name) {
        if (!Consumers.isName(name)) {
            throw new IllegalArgumentException(
                    "must be 1 to 64 letters, digits, dashes or underscores");
        }
        return name;
    }

    /** The state after a change; a problem if nothing was changed. */
    private static ConsumerState changed(Result result) {
        return switch (result) {
            case Result.Done(ConsumerState state) -> state;
            case Result.LeasedByAnother(ConsumerState state) ->
                    throw leased(
                            "the token of segment %s of %s is %d now, and %s. Handle nothing more, and take the lease again later"
                                    .formatted(
                                            state.segment(),
                                            state.name(),
                                            state.token(),
                                            state.lease()
                                                    .map(lease ->
                                                            "its lease ends at " + lease.until())
                                                    .orElse("nobody has its lease")));
            case Result.AllLeased all ->
                    throw leased(
                            "other workers have all leases. The first of them ends at "
                                    + all.until());
            case Result.NoSuchSegment(ConsumerStatus status) ->
                    throw leased(
                            "%s has the segments %s. Handle nothing more, take the lease again, and send the segment that comes with it"
                                    .formatted(
                                            status.name(),
                                            status.segments().stream()
                                                    .map(state -> state.segment().toString())
                                                    .collect(Collectors.joining(", "))));
            case Result.RunsHere(String name) ->
                    throw leased(name + " runs in this service, which keeps its position");
            case Result.Further(ConsumerState state) ->
                    throw ProblemException.malformed(
                            Input.FIELD,
                            CheckpointRequest.POSITION,
                            "must be at least "
                                    + state.position()
                                    + ", where the consumer is; to go back, reset it");
        };
    }

    private static ProblemException leased(String detail) {
        return new ProblemException(Problem.of(ProblemType.CONSUMER_LEASED, detail));
    }

    private static ConsumersResponse.Segment shown(ConsumerState state, long head) {
        return ConsumersResponse.Segment.of(state, head, Instant.now());
    }

    private ConsumerStatus existing(String name) {
        return consumers()
                .find(Input.parameter(NAME, name, ConsumersResource::checkedName))
                .orElseThrow(() ->
                        new ProblemException(
                                Problem.of(
                                        ProblemType.CONSUMER_NOT_FOUND,
                                        "there is no consumer " + name)));
    }

    private Consumers consumers() {
        return consumers.orElseThrow(FeedResource::off);
    }

    /** The position of the last event of a generation of the feed. */
    private long head(int generation) {
        return feeds().generation(generation).head();
    }

    private LiveFeed feeds() {
        return feed.orElseThrow(FeedResource::off);
    }
}
