package dev.reprise.http;

import dev.reprise.eventstore.BrokenStreamException;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitArchive;
import dev.reprise.eventstore.CommitArchive.CommitPage;
import dev.reprise.eventstore.CommitArchive.RestoreResult.AlreadyStored;
import dev.reprise.eventstore.CommitArchive.RestoreResult.Different;
import dev.reprise.eventstore.CommitArchive.RestoreResult.Gap;
import dev.reprise.eventstore.CommitArchive.RestoreResult.Malformed;
import dev.reprise.eventstore.CommitArchive.RestoreResult.Restored;
import dev.reprise.eventstore.CommitArchive.RestoreResult.TooLarge;
import dev.reprise.eventstore.CommitArchive.RestoreResult.WrongHash;
import dev.reprise.eventstore.CommitArchive.StoredCommit;
import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.UndecodableEventsException;
import dev.reprise.serialization.StoredBodies;
import io.quarkus.arc.All;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Lists the commits of a stream as they are stored, and restores listed commits. */
@Path("/streams/{stream}/commits")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Streams")
class CommitsResource {

    static final String AFTER = "after";

    private static final Pattern POSITION = Pattern.compile("[1-9][0-9]{0,17}");

    private final CommitArchive archive;
    private final List<StoredBodies> bodies;

    private final RequestContext request;

    @Inject
    CommitsResource(CommitArchive archive, @All List<StoredBodies> bodies, RequestContext request) {
        this.archive = archive;
        this.request = request;
        this.bodies = List.copyOf(bodies);
    }

    @GET
    @Operation(
            operationId = "listCommits",
            summary = "List the commits of a stream as they are stored, with their hashes")
    @APIResponseSchema(CommitsResponse.class)
    public Response list(
            @PathParam("stream") String name,
            @QueryParam(AFTER) @Nullable String after,
            @QueryParam(Paging.LIMIT) @Nullable String limit,
            @QueryParam(Paging.CURSOR) @Nullable String cursor) {
        StreamName stream = StreamsResource.stream(name, request.caller());
        long bound = after == null ? 0 : Input.number(AFTER, after, 0, Long.MAX_VALUE - 1);
        PageRequest page =
                PagedList.ofStream(
                                "commits", stream, position -> POSITION.matcher(position).matches())
                        .with(AFTER, bound == 0 ? null : Long.toString(bound))
                        .page(limit, cursor);
        CommitPage found =
                archive.read(stream, page.after().map(Long::parseLong).orElse(bound), page.limit())
                        .orElseThrow(() ->
                                new ProblemException(
                                        Problem.of(
                                                ProblemType.STREAM_NOT_FOUND,
                                                shown(stream) + " has no events")));
        Optional<String> last =
                found.more()
                        ? Optional.of(found.commits().getLast().commit().version().toString())
                        : Optional.empty();
        return page.response(
                last,
                next ->
                        new CommitsResponse(
                                shown(stream),
                                found.commits().stream().map(this::shown).toList(),
                                next.orElse(null)));
    }

    private CommitsResponse.StoredCommitResponse shown(StoredCommit stored) {
        return CommitsResponse.StoredCommitResponse.of(stored, json(stored.commit()));
    }

    /**
     * The stored events as JSON; empty if they are stored in a format that only their aggregate can
     * read.
     */
    private Optional<String> json(Commit commit) {
        if (commit.events() instanceof EncodedEvents.Json(_, String json, _)) {
            return Optional.of(json);
        }
        try {
            return bodies.stream()
                    .filter(known -> known.category().equals(commit.stream().category()))
                    .findFirst()
                    .map(known -> known.json(commit.events()));
        } catch (UndecodableEventsException e) {
            throw new BrokenStreamException(
                    "commit "
                            + commit.firstSequenceNumber()
                            + " of "
                            + commit.stream()
                            + ": "
                            + e.getMessage(),
                    e);
        }
    }

    @PUT
    @Path("{sequenceNumber}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "restoreCommit",
            summary = "Append a commit that was listed elsewhere, if its hash fits")
    @APIResponse(
            responseCode = "201",
            content = @Content(schema = @Schema(implementation = RestoredCommitResponse.class)))
    public Response restore(
            @PathParam("stream") String name,
            @PathParam("sequenceNumber") String number,
            @Nullable RestoreRequest body) {
        StreamName stream = StreamsResource.stream(name, request.caller());
        long sequenceNumber = Input.number("sequenceNumber", number, 1, Long.MAX_VALUE - 1);
        RestoreRequest restored = Input.body(body);
        return switch (archive.restore(
                stream, sequenceNumber, restored.storedContent(), restored.storedHash())) {
            case Restored(Commit commit) -> answer(Response.Status.CREATED, commit);
            case AlreadyStored(Commit commit) -> answer(Response.Status.OK, commit);
            case Different(var version) ->
                    throw new ProblemException(
                            Problem.of(
                                            ProblemType.COMMIT_DIFFERS,
                                            "%s has another commit at %d, and is at version %s"
                                                    .formatted(
                                                            shown(stream), sequenceNumber, version))
                                    .with(Problem.ACTUAL_VERSION, version.value()));
            case Gap(var version) ->
                    throw new ProblemException(
                            Problem.of(
                                            ProblemType.COMMIT_OUT_OF_ORDER,
                                            "%s is at version %s, so its next commit begins at %d, not at %d"
                                                    .formatted(
                                                            shown(stream),
                                                            version,
                                                            version.nextSequenceNumber(),
                                                            sequenceNumber))
                                    .with(Problem.ACTUAL_VERSION, version.value()));
            case WrongHash(var expected) ->
                    throw new ProblemException(
                            Problem.of(
                                            ProblemType.COMMIT_HASH_MISMATCH,
                                            "the hash of commit %d of %s does not match its content and the commit before it: it would be %s"
                                                    .formatted(
                                                            sequenceNumber,
                                                            shown(stream),
                                                            expected))
                                    .with(Input.FIELD, RestoreRequest.HASH));
            case Malformed(String reason) ->
                    throw ProblemException.malformed(
                            Input.FIELD, RestoreRequest.CONTENT, request.shown(reason));
            case TooLarge(int bytes, int limit) ->
                    throw new ProblemException(
                            Problem.of(
                                            ProblemType.TOO_LARGE,
                                            "the commit has %d bytes, and may have %d"
                                                    .formatted(bytes, limit))
                                    .with(Problem.BYTES, bytes)
                                    .with(Problem.LIMIT, limit));
        };
    }

    private String shown(StreamName stream) {
        return request.shown(stream.toString());
    }

    private Response answer(Response.Status status, Commit commit) {
        return Response.status(status)
                .entity(RestoredCommitResponse.of(shown(commit.stream()), commit))
                .build();
    }
}
