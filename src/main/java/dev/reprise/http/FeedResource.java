package dev.reprise.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reprise.eventstore.Pause;
import dev.reprise.feed.Feed;
import dev.reprise.feed.FeedEntry;
import dev.reprise.feed.FeedRebuild;
import dev.reprise.feed.FeedRebuilder;
import dev.reprise.feed.FeedSweep;
import dev.reprise.feed.LiveFeed;
import dev.reprise.feed.Sweep;
import dev.reprise.http.FeedEvents.Shown;
import dev.reprise.http.FeedEvents.ShownCommit;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Shows the feed, and starts its sweeps and rebuilds. */
@Path("/feed")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Feed", description = "Every event of every stream, in one order")
class FeedResource {

    /** The time between two reads of a call that waits. */
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Optional<LiveFeed> feed;
    private final Optional<FeedSweep> sweep;
    private final Optional<FeedRebuilder> rebuilder;
    private final FeedEvents events;
    private final RequestContext request;
    private final BasePath basePath;

    @Inject
    FeedResource(
            Optional<LiveFeed> feed,
            Optional<FeedSweep> sweep,
            Optional<FeedRebuilder> rebuilder,
            FeedEvents events,
            RequestContext request,
            BasePath basePath) {
        this.feed = feed;
        this.sweep = sweep;
        this.rebuilder = rebuilder;
        this.events = events;
        this.request = request;
        this.basePath = basePath;
    }

    @GET
    @Operation(operationId = "readFeed", summary = "Read the feed from a position on")
    @APIResponseSchema(FeedResponse.class)
    public Response read(
            @QueryParam(FeedQuery.AFTER) @Nullable String after,
            @QueryParam(FeedQuery.GENERATION) @Nullable String generation,
            @QueryParam(Paging.LIMIT) @Nullable String limit,
            @QueryParam(FeedQuery.CATEGORY) @Nullable String category,
            @QueryParam(FeedQuery.TYPE) @Nullable String type,
            @QueryParam(FeedQuery.STREAM) @Nullable String stream,
            @QueryParam(FeedQuery.SEGMENT) @Nullable String segment,
            @QueryParam(FeedQuery.CORRELATION) @Nullable String correlation,
            @QueryParam(FeedQuery.WAIT) @Nullable String wait) {
        Caller caller = request.caller();
        FeedQuery query =
                FeedQuery.of(
                        caller,
                        after,
                        limit,
                        FeedQuery.Wanted.of(caller, category, type, stream, segment, correlation));
        Duration patience = FeedQuery.patience(wait);
        Feed source = query.source(feed.orElseThrow(FeedResource::off), generation);
        Instant end = Instant.now().plus(patience);
        FeedPart<ObjectNode> part = part(source, query, query.after());
        while (part.isEmptyEnd() && Instant.now().isBefore(end) && Pause.of(PAUSE)) {
            part = part(source, query, part.next());
        }
        return part.response(source, generation != null, query.after(), FeedResponse::new);
    }

    private FeedPart<ObjectNode> part(Feed source, FeedQuery query, long after) {
        Feed.Slice slice = source.read(after, query.limit(), query::wants);
        List<ObjectNode> shown = new ArrayList<>();
        boolean mayChange = false;
        for (FeedEntry entry : slice.entries()) {
            ShownCommit commit = events.of(entry, query.caller());
            mayChange |= commit.mayChange();
            for (Shown event : commit.events()) {
                if (query.wants(event)) {
                    if (shown.size() == query.limit()) {
                        return new FeedPart<>(shown, event.position() - 1, false, mayChange);
                    }
                    shown.add(event.json());
                }
            }
        }
        return new FeedPart<>(shown, slice.next(), slice.end(), mayChange);
    }

    @POST
    @Path("sweep")
    @Operation(
            operationId = "startSweep",
            summary = "Look at all commits, and put those into the feed that it lacks")
    @APIResponse(
            responseCode = "202",
            content = @Content(schema = @Schema(implementation = SweepResponse.class)))
    public Response startSweep() {
        Sweep started = sweep.orElseThrow(FeedResource::off).start();
        return Response.accepted(SweepResponse.of(started))
                .header(HttpHeaders.LOCATION, basePath.pathOf("/feed/sweep"))
                .build();
    }

    @GET
    @Path("sweep")
    @Operation(operationId = "showSweep", summary = "Show how far the last sweep is")
    @APIResponseSchema(SweepResponse.class)
    public SweepResponse showSweep() {
        return sweep.orElseThrow(FeedResource::off)
                .last()
                .map(SweepResponse::of)
                .orElseThrow(() ->
                        new ProblemException(
                                Problem.of(ProblemType.NO_SWEEP, "no sweep has begun yet")));
    }

    @POST
    @Path("rebuild")
    @Operation(
            operationId = "startFeedRebuild",
            summary = "Make a new generation of the feed from the events, and switch to it")
    @APIResponse(
            responseCode = "202",
            content = @Content(schema = @Schema(implementation = FeedRebuildResponse.class)))
    public Response startRebuild() {
        FeedRebuild started = rebuilder.orElseThrow(FeedResource::off).start();
        return Response.accepted(FeedRebuildResponse.of(started))
                .header(HttpHeaders.LOCATION, basePath.pathOf("/feed/rebuild"))
                .build();
    }

    @GET
    @Path("rebuild")
    @Operation(
            operationId = "showFeedRebuild",
            summary = "Show how far the last rebuild of the feed is")
    @APIResponseSchema(FeedRebuildResponse.class)
    public FeedRebuildResponse showRebuild() {
        return rebuilder
                .orElseThrow(FeedResource::off)
                .last()
                .map(FeedRebuildResponse::of)
                .orElseThrow(() ->
                        new ProblemException(
                                Problem.of(
                                        ProblemType.NO_FEED_REBUILD,
                                        "no rebuild of the feed has begun yet")));
    }

    static ProblemException off() {
        return new ProblemException(
                Problem.of(
                        ProblemType.NO_FEED,
                        "the feed is switched off; deploy the stack with the parameter Feed=on"));
    }
}
