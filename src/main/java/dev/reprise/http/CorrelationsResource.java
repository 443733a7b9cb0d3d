package dev.reprise.http;

import dev.reprise.feed.Feed;
import dev.reprise.feed.FeedEntry;
import dev.reprise.feed.LiveFeed;
import dev.reprise.http.CorrelationResponse.CorrelatedCommit;
import dev.reprise.http.FeedEvents.ShownCommit;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Shows the commits of the feed that have one correlation id. */
@Path("/correlations")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Feed")
class CorrelationsResource {

    static final String ID = "correlationId";

    private final Optional<LiveFeed> feed;
    private final FeedEvents events;
    private final RequestContext request;

    @Inject
    CorrelationsResource(Optional<LiveFeed> feed, FeedEvents events, RequestContext request) {
        this.feed = feed;
        this.events = events;
        this.request = request;
    }

    @GET
    @Path("{correlationId}")
    @Operation(
            operationId = "showCorrelation",
            summary = "Show the commits with a correlation id, and what caused each")
    @APIResponseSchema(CorrelationResponse.class)
    public Response show(
            @PathParam(ID) String correlationId,
            @QueryParam(FeedQuery.AFTER) @Nullable String after,
            @QueryParam(FeedQuery.GENERATION) @Nullable String generation,
            @QueryParam(Paging.LIMIT) @Nullable String limit) {
        String id = FeedQuery.validId(ID, correlationId);
        FeedQuery query = FeedQuery.of(request.caller(), after, limit, FeedQuery.Wanted.with(id));
        Feed source = query.source(feed.orElseThrow(FeedResource::off), generation);
        Feed.Slice slice = source.read(query.after(), query.limit(), query::wants);
        List<CorrelatedCommit> commits = new ArrayList<>();
        boolean mayChange = false;
        for (FeedEntry entry : slice.entries()) {
            ShownCommit shown = events.of(entry, query.caller());
            mayChange |= shown.mayChange();
            commits.add(CorrelatedCommit.of(entry, shown, query.caller()));
        }
        return new FeedPart<>(commits, slice.next(), slice.end(), mayChange)
                .response(source, generation != null, query.after(), CorrelationResponse::new);
    }
}
