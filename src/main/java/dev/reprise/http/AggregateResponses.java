package dev.reprise.http;

import dev.reprise.aggregates.CommandOutcome;
import dev.reprise.aggregates.CommandResult;
import dev.reprise.aggregates.VersionedState;
import dev.reprise.eventstore.StreamVersion;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Makes the answers for one kind of aggregate: from the result of a command, or from a state.
 *
 * @param <S> states
 * @param <R> reasons for a rejection
 */
public final class AggregateResponses<S, R> {

    /** {@code true} if the command was recorded by an earlier call; absent otherwise. */
    static final String IDEMPOTENT_REPLAYED = "Idempotent-Replayed";

    private final AggregateProblems problems;
    private final BiFunction<String, VersionedState<S>, ?> body;
    private final BiFunction<String, R, Problem> rejection;

    /**
     * The answers of one aggregate.
     *
     * @param problems worded with the aggregate's noun
     * @param body makes the body of an answer from an id and a state, for Jackson to write
     * @param rejection makes the problem for a rejected command from an id and the reason
     */
    public AggregateResponses(
            AggregateProblems problems,
            BiFunction<String, VersionedState<S>, ?> body,
            BiFunction<String, R, Problem> rejection) {
        this.problems = problems;
        this.body = body;
        this.rejection = rejection;
    }

    /**
     * The answer to a command for an aggregate that the caller named.
     *
     * @param success the answer to a handled command; body and ETag are added here
     */
    public Response of(
            String id,
            CommandResult<VersionedState<S>, R> result,
            RequestContext request,
            Response.ResponseBuilder success) {
        return answer(id, true, result, request, after -> recorded(id, after, success));
    }

    /**
     * The answer to a creation whose id the service derived from the Idempotency-Key. If the key
     * was used for another creation, the answer does not name what was created: it may be another
     * caller's.
     *
     * @param success the answer to a handled command; body and ETag are added here
     */
    public Response ofUnnamed(
            String id,
            CommandResult<VersionedState<S>, R> result,
            RequestContext request,
            Response.ResponseBuilder success) {
        return answer(id, false, result, request, after -> recorded(id, after, success));
    }

    /**
     * The answer to a dry run: the problem of the command, or what it would come to. It has no
     * ETag, because no aggregate is at that version yet.
     *
     * @param named whether the caller named the aggregate, see {@link #ofUnnamed}
     * @param events shows events
     */
    public <E> Response ofDryRun(
            String id,
            boolean named,
            CommandResult<CommandOutcome<S, E>, R> result,
            RequestContext request,
            EventsView<E> events) {
        return answer(
                id,
                named,
                result,
                request,
                outcome ->
                        Response.ok(
                                new DryRunResponse(
                                        body.apply(id, outcome.after()),
                                        events.of(outcome.wouldRecord(), request.caller()))));
    }

    /**
     * The answer to a command about something that belongs to the aggregate and has no version of
     * its own: it has no ETag.
     *
     * @param success makes the answer to a handled command
     */
    public <T> Response ofPart(
            String id,
            CommandResult<T, R> result,
            RequestContext request,
            Function<T, Response.ResponseBuilder> success) {
        return answer(id, false, result, request, success);
    }

    /** The answers of the same aggregate to commands with other reasons for a rejection. */
    public <Q> AggregateResponses<S, Q> rejecting(BiFunction<String, Q, Problem> other) {
        return new AggregateResponses<>(problems, body, other);
    }

    private Response.ResponseBuilder recorded(
            String id, VersionedState<S> after, Response.ResponseBuilder success) {
        return success.header(HttpHeaders.ETAG, EntityTags.of(after.version()))
                .entity(body.apply(id, after));
    }

    private <T> Response answer(
            String id,
            boolean named,
            CommandResult<T, R> result,
            RequestContext request,
            Function<T, Response.ResponseBuilder> success) {
        return switch (result) {
            case CommandResult.Handled<T, R>(T after, boolean replayed) ->
                    success.apply(after)
                            .header(IDEMPOTENT_REPLAYED, replayed ? true : null)
                            .build();
            case CommandResult.Rejected<T, R>(R reason) ->
                    rejection.apply(id, reason).response().build();
            case CommandResult.Hidden<T, R> _ -> problems.notFound(id).response().build();
            case CommandResult.PreconditionFailed<T, R>(StreamVersion actual) ->
                    preconditionFailed(id, actual, request);
            case CommandResult.CommandIdReused<T, R>(StreamVersion recordedAt) ->
                    (named
                                    ? problems.keyReused(id, request.idempotencyKey(), recordedAt)
                                    : problems.keyReused(request.idempotencyKey()))
                            .response()
                            .build();
            case CommandResult.TooLarge<T, R>(int bytes, int limit) ->
                    problems.tooLarge(bytes, limit).response().build();
            case CommandResult.Contended<T, R>(int attempts) ->
                    problems.contended(id, attempts).response().build();
        };
    }

    /**
     * The answer to a read: 412 if If-Match does not name the version that would be shown, 304
     * without a body if If-None-Match does (RFC 9110, 13.2.2), unless a value was erased since.
     */
    public Response of(String id, VersionedState<S> state, RequestContext request) {
        StreamVersion shown = state.version();
        if (!request.ifMatch().admits(shown)) {
            return preconditionFailed(id, shown, request);
        }
        Object shownBody = body.apply(id, state);
        boolean isErased = shownBody instanceof ErasableBody erasable && erasable.erased();
        Response.ResponseBuilder answer =
                request.ifNoneMatch().admits(shown) || isErased
                        ? Response.ok(shownBody)
                        : Response.notModified();
        if (!request.tenant().isOnly()) {
            // Tenants have the same paths: a cache must not confirm one's answer to another.
            answer.header(HttpHeaders.VARY, HttpHeaders.AUTHORIZATION);
        }
        return answer.header(HttpHeaders.ETAG, EntityTags.of(shown)).build();
    }

    /** If-Match is evaluated before If-None-Match. */
    private Response preconditionFailed(String id, StreamVersion actual, RequestContext request) {
        Problem problem =
                request.ifMatch().admits(actual)
                        ? problems.versionExcluded(id, actual)
                        : problems.preconditionFailed(id, actual);
        return problem.response().build();
    }
}
