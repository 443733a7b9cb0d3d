package dev.reprise.http;

import dev.reprise.aggregates.SnapshotVerifier;
import dev.reprise.eventstore.CommitArchive;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.eventstore.Verification;
import dev.reprise.eventstore.Verification.Broken;
import dev.reprise.eventstore.Verification.Intact;
import dev.reprise.eventstore.Verification.Unfinished;
import dev.reprise.feed.Feed;
import dev.reprise.feed.FeedStore;
import dev.reprise.feed.LiveFeed;
import dev.reprise.projections.Projection;
import dev.reprise.projections.StreamVerifier;
import dev.reprise.projections.ViewStore;
import io.quarkus.arc.All;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Lists and verifies streams of any category. */
@Path("/streams")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Streams", description = "Streams as they are stored, and whether they are intact")
class StreamsResource {

    private final StreamVerifier verifier;
    private final List<SnapshotVerifier> snapshots;
    private final RequestContext request;
    private final CommitArchive archive;
    private final Optional<LiveFeed> feed;

    @Inject
    StreamsResource(
            EventStore events,
            CommitArchive archive,
            Optional<LiveFeed> feed,
            ViewStore views,
            @All List<Projection<?, ?>> projections,
            @All List<SnapshotVerifier> snapshots,
            RequestContext request) {
        this.request = request;
        this.verifier = new StreamVerifier(events, views, projections);
        this.snapshots = List.copyOf(snapshots);
        this.archive = archive;
        this.feed = feed;
    }

    @GET
    @Operation(operationId = "listStreams", summary = "List streams")
    @APIResponseSchema(StreamsResponse.class)
    public Response list(
            @QueryParam(StreamsQuery.CATEGORY) @Nullable String category,
            @QueryParam(StreamsQuery.PREFIX) @Nullable String prefix,
            @QueryParam(StreamsQuery.SOURCE) @Nullable String source,
            @QueryParam(Paging.LIMIT) @Nullable String limit,
            @QueryParam(Paging.CURSOR) @Nullable String cursor) {
        Caller caller = request.caller();
        StreamsQuery query =
                StreamsQuery.of(
                        caller, new StreamsQuery.Parameters(category, prefix, source), feed);
        PageRequest page = query.list().page(limit, cursor);
        return switch (query) {
            case StreamsQuery.InFeed(Feed has, String beginning, _) -> {
                FeedStore.StreamPage found = has.streams(beginning, page.after(), page.limit());
                yield page.response(
                        found.next(),
                        next -> StreamsResponse.ofFeed(found.streams(), caller, next));
            }
            case StreamsQuery.InEvents _ -> {
                CommitArchive.StreamPage found = archive.streams(page.after(), page.limit());
                yield page.response(
                        found.next(), next -> StreamsResponse.ofEvents(found.streams(), next));
            }
        };
    }

    @GET
    @Path("{stream}/verification")
    @Operation(
            operationId = "verifyStream",
            summary =
                    "Check a stream's hash chain, and name the first commit that was altered, inserted or removed")
    @APIResponseSchema(VerificationResponse.class)
    public Response verify(
            @PathParam("stream") String name, @QueryParam(Paging.CURSOR) @Nullable String cursor) {
        StreamName stream = stream(name, request.caller());
        PageRequest page =
                PagedList.ofStream("verification", stream, VerifiedPosition::isPosition)
                        .page(null, cursor);
        Intact before = page.after().map(VerifiedPosition::parse).orElse(Intact.none(stream));
        Verification verification = verify(stream, before);
        if (verification instanceof Intact intact && intact.version().equals(StreamVersion.NONE)) {
            throw new ProblemException(
                    Problem.of(
                            ProblemType.STREAM_NOT_FOUND,
                            request.shown(stream.toString()) + " has no events"));
        }
        Optional<String> last =
                verification instanceof Unfinished(Intact soFar)
                        ? Optional.of(VerifiedPosition.format(soFar))
                        : Optional.empty();
        String shown = request.shown(stream.toString());
        return page.response(last, next -> VerificationResponse.of(shown, verification, next));
    }

    /** The stream that a path names, as its caller writes it. */
    static StreamName stream(String name, Caller caller) {
        return Input.parameter(
                "stream",
                name,
                text ->
                        caller.stream(text)
                                .orElseThrow(() ->
                                        new IllegalArgumentException(
                                                "must be a category, a dash and an id, such as order-a1b2c3d4")));
    }

    private Verification verify(StreamName stream, Intact before) {
        Verification verification = verifier.verify(stream, before, EventStore.VERIFIED_AT_ONCE);
        return switch (verification) {
            case Broken broken -> broken;
            case Unfinished(Intact soFar) -> withSnapshots(stream, before, soFar, verification);
            case Intact intact -> withSnapshots(stream, before, intact, verification);
        };
    }

    private Verification withSnapshots(
            StreamName stream, Intact before, Intact part, Verification otherwise) {
        return snapshots.stream()
                .filter(verifierOfSnapshots ->
                        verifierOfSnapshots.category().equals(stream.category()))
                .flatMap(verifierOfSnapshots ->
                        verifierOfSnapshots.firstWrong(stream, before, part).stream())
                .<Verification>map(broken -> broken)
                .findFirst()
                .orElse(otherwise);
    }
}
