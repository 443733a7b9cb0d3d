package dev.reprise.http;

import dev.reprise.aggregates.VersionedState;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.StreamVersion;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Instant;
import org.eclipse.microprofile.openapi.models.OpenAPI;

/**
 * Describes the calls of an aggregate in the OpenAPI document: the parameters, headers and problems
 * that calls of the same kind have, whatever the aggregate.
 */
public final class AggregateDescription {

    private static final StreamVersion ACTUAL = new StreamVersion(3);
    private static final StreamVersion LATER = new StreamVersion(9);
    private static final Instant CREATED = Instant.parse("2026-11-28T18:06:42.382Z");
    private static final int LARGEST_COMMIT = 409_600;

    private final OpenAPI api;
    private final AggregateProblems problems;
    private final String id;
    private final VersionedState<String> state;

    /**
     * Describes an aggregate's calls.
     *
     * @param id of an aggregate, for the examples
     */
    public AggregateDescription(OpenAPI api, AggregateProblems problems, String id) {
        this.api = api;
        this.problems = problems;
        this.id = id;
        this.state = new VersionedState<>(id, ACTUAL, CREATED);
    }

    /** A command. */
    public OperationDescription command(String operationId) {
        OperationDescription command = OperationDescription.of(api, operationId);
        command.parameter(DryRun.PARAMETER, Schemas.dryRun());
        if (command.isOfExisting()) {
            command.header(RequestHeaders.ifMatch(), HttpHeaders.IF_MATCH);
            command.problems(problems.notFound(id), problems.preconditionFailed(id, ACTUAL));
        }
        command.header(RequestHeaders.ifNoneMatch(), HttpHeaders.IF_NONE_MATCH);
        command.problems(problems.versionExcluded(id, ACTUAL), problems.contended(id, 10));
        command.sharedProblems(
                problems.tooLarge(LARGEST_COMMIT + 1, LARGEST_COMMIT),
                problems.keyReused(id, new CommandId("cart-4711"), ACTUAL));
        return command;
    }

    /** A command about something that belongs to an aggregate and has no version of its own. */
    public OperationDescription partCommand(String operationId) {
        OperationDescription command = plain(operationId).problems(problems.contended(id, 10));
        command.sharedProblems(problems.keyReused(id, new CommandId("cart-4711"), ACTUAL));
        return command;
    }

    /** A query of one aggregate's state. */
    public OperationDescription state(String operationId) {
        OperationDescription query = OperationDescription.of(api, operationId);
        query.parameter(
                        AggregateQueries.VERSION,
                        Schemas.count("Show the state after this number of events", 1, 2))
                .parameter(
                        AggregateQueries.AS_OF,
                        Schemas.instant(
                                "Show the state at this instant, which is not in the future"))
                .parameter(
                        AggregateQueries.MIN_VERSION,
                        Schemas.count(
                                "Show the current state, at this version or a later one", 1, 2))
                .problems(
                        problems.notFound(id),
                        problems.noSuchVersion(id, state, LATER),
                        problems.versionNotReached(id, ACTUAL, LATER),
                        problems.preconditionFailed(id, ACTUAL));
        query.header(query.notModified(), HttpHeaders.ETAG);
        return query;
    }

    /** A query of one aggregate's events. */
    public OperationDescription events(String operationId) {
        return OperationDescription.of(api, operationId)
                .parameter(
                        EventsQuery.AFTER,
                        Schemas.count("Only events with a greater sequence number than this", 0, 0))
                .parameter(
                        EventsQuery.ORDER,
                        Schemas.choice(
                                        "asc for the oldest event first, desc for the newest first",
                                        EventsQuery.ASCENDING,
                                        EventsQuery.DESCENDING)
                                .defaultValue(EventsQuery.ASCENDING))
                .parameter(Paging.LIMIT, Schemas.limit())
                .parameter(Paging.CURSOR, Schemas.cursor())
                .problems(problems.notFound(id));
    }

    /** A query of a list. */
    public OperationDescription list(String operationId) {
        return paged(plain(operationId))
                .parameter(
                        AggregateQueries.MIN_VERSION,
                        Schemas.count("Wait for the list to show this version", 1, 2))
                .problems(
                        problems.notFound(id),
                        problems.versionNotReached(id, ACTUAL, LATER),
                        problems.readModelBehind(id, LATER),
                        SampleProblems.READ_MODEL_NOT_READY);
    }

    /** A query of a list that does not wait. */
    public OperationDescription plainList(String operationId) {
        return paged(plain(operationId))
                .problems(SampleProblems.READ_MODEL_NOT_READY);
    }

    /** Any other call. */
    public OperationDescription plain(String operationId) {
        return OperationDescription.of(api, operationId);
    }

    /** A query of a read model that many aggregates share, which can wait for one of them. */
    public OperationDescription shared(String operationId) {
        return OperationDescription.of(api, operationId)
                .parameter(
                        AggregateQueries.MIN_VERSION,
                        Schemas.count("Wait for the read model to have this version", 1, 2))
                .problems(
                        problems.notFound(id),
                        problems.versionNotReached(id, ACTUAL, LATER),
                        problems.notProjected(id, LATER),
                        SampleProblems.READ_MODEL_NOT_READY);
    }

    /** A page by page list of such a read model. */
    public OperationDescription sharedList(String operationId) {
        return paged(shared(operationId));
    }

    private static OperationDescription paged(OperationDescription list) {
        return list.parameter(Paging.LIMIT, Schemas.limit())
                .parameter(Paging.CURSOR, Schemas.cursor());
    }
}
