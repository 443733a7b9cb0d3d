package dev.reprise.http;

import dev.reprise.serialization.BodyJson;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** Describes the calls of the feed in the OpenAPI document. */
final class FeedDescription {

    static final Problem NO_FEED =
            Problem.of(
                    ProblemType.NO_FEED,
                    "the feed is switched off; deploy the stack with the parameter Feed=on");
    private static final Problem NO_SWEEP =
            Problem.of(ProblemType.NO_SWEEP, "no sweep has begun yet");
    private static final Problem NO_REBUILD =
            Problem.of(
                    ProblemType.NO_FEED_REBUILD, "no rebuild of the feed has begun yet");
    static final Problem BROKEN_FEED =
            Problem.of(
                    ProblemType.BROKEN_FEED,
                    "the page at 0000000000000004711 of the feed cannot be read: attribute e is missing");

    private static final String COMMIT =
            ObjectSchemas.name(CorrelationResponse.CorrelatedCommit.class);

    private FeedDescription() {}

    /** A segment of the streams. */
    static Schema segment() {
        return Schemas.text(
                        "One of 1, 2, 4, 8 or 16 parts of the streams, chosen by the hash of their names: its number, a slash, and the number of parts",
                        "2/4")
                .pattern("^[0-9]{1,2}/(1|2|4|8|16)$");
    }

    /** The generation of the feed that has the positions of an answer. */
    static Schema generation() {
        return Schemas.count(
                        "The generation of the feed that has these positions; 1 more after each rebuild of the feed",
                        1,
                        1)
                .format("int32");
    }

    private static Schema wantedGeneration() {
        return Schemas.count(
                        "The generation of the feed that has the position. If it is not the live one, the call is refused, and the answer says where to continue. If it is left out, the position is one of the live generation, and no cache keeps the answer",
                        1,
                        1)
                .format("int32");
    }

    static void describe(OpenAPI api) {
        OperationDescription.of(api, "readFeed")
                .description(
                        "To read on, send next as after. A call reads at most ten pages of the feed. So events can be empty although caughtUp is false. The event at a position never changes, except that values of forgotten people disappear.")
                .parameter(
                        FeedQuery.AFTER,
                        Schemas.count("Only events after this position", 0, 4711)
                                .defaultValue(0))
                .parameter(FeedQuery.GENERATION, wantedGeneration())
                .parameter(Paging.LIMIT, Schemas.limit())
                .parameter(
                        FeedQuery.CATEGORY,
                        Schemas.text("Only events of streams of this category", "order")
                                .minLength(1))
                .parameter(
                        FeedQuery.TYPE,
                        Schemas.text("Only events of this type", "OrderShipped").minLength(1))
                .parameter(FeedQuery.STREAM, ServiceDescription.stream())
                .parameter(FeedQuery.SEGMENT, segment())
                .parameter(
                        FeedQuery.CORRELATION,
                        correlationId(
                                "Only events with this correlation id: the X-Correlation-Id of their command. A caller without the scope orders:read:any finds only those whose metadata he sees"))
                .parameter(
                        FeedQuery.WAIT,
                        Schemas.integer(
                                        "How many seconds to wait for an event, if there is none yet",
                                        0,
                                        FeedQuery.MAX_WAIT_SECONDS,
                                        10)
                                .defaultValue(0))
                .success("Events of the feed")
                .problems(NO_FEED, BROKEN_FEED, SampleProblems.BROKEN_STREAM);
        OperationDescription.of(api, "showCorrelation")
                .path(
                        CorrelationsResource.ID,
                        correlationId("The X-Correlation-Id of the commands"))
                .description(
                        "In the order of the feed. causationId says what caused a commit. To read on, send next as after. A call reads at most ten pages of the feed. So commits can be empty although caughtUp is false. An id that nothing has is no problem: there is nothing to find. A caller without the scope orders:read:any finds only commits whose metadata he sees.")
                .parameter(
                        FeedQuery.AFTER,
                        Schemas.count("Only commits with events after this position", 0, 4711)
                                .defaultValue(0))
                .parameter(FeedQuery.GENERATION, wantedGeneration())
                .parameter(
                        Paging.LIMIT,
                        Schemas.integer(
                                        "The number of events at which the answer ends. The last commit is whole",
                                        1,
                                        Paging.MAX_LIMIT,
                                        Paging.DEFAULT_LIMIT)
                                .defaultValue(Paging.DEFAULT_LIMIT))
                .success("Commits with the correlation id")
                .problems(NO_FEED, BROKEN_FEED, SampleProblems.BROKEN_STREAM);
        OperationDescription.of(api, "startSweep")
                .description(
                        "If a sweep is running, it is the one that is shown. A sweep may run at any time.")
                .success("A sweep is running", "Location")
                .problems(NO_FEED);
        OperationDescription.of(api, "showSweep")
                .description("The jobs function works on it. It is saved after each page of commits.")
                .success("How far the last sweep is")
                .problems(NO_FEED, NO_SWEEP);
        OperationDescription.of(api, "startFeedRebuild")
                .description(
                        "Copies the commits of the feed into a new generation, in their order, as the event store has them now. Then switches to it, and starts a sweep. If a rebuild is running, it is the one that is shown.")
                .success("A rebuild is running", "Location")
                .problems(NO_FEED);
        OperationDescription.of(api, "showFeedRebuild")
                .description("The jobs function works on it. It is saved after each page of the feed.")
                .success("How far the last rebuild is")
                .problems(NO_FEED, NO_REBUILD);
        describeFields(new ObjectSchemas(api));
    }

    private static void describeFields(ObjectSchemas schemas) {
        schemas.field("next", Schemas.count("What to send as after for what follows", 0, 4712))
                .field("head", Schemas.count("The position of the last event", 0, 4712))
                .field(FeedQuery.GENERATION, generation())
                .field("caughtUp", Schemas.bool("Whether nothing follows", true));
        schemas.answer(
                FeedResponse.class,
                "A part of the feed",
                Map.of("events", Schemas.listOf("By position", event())));
        schemas.answer(
                CorrelationResponse.class,
                "A part of the commits with a correlation id",
                Map.of("commits", Schemas.listOf("By position", Schemas.reference(COMMIT))));
        schemas.answer(CorrelationResponse.CorrelatedCommit.class, "A commit in the feed", commit());
        schemas.answer(
                SweepResponse.class,
                "How far a sweep of the feed is",
                Map.of(
                        "number",
                                Schemas.count("The number of the sweep", 1, 1).format("int32"),
                        "done", Schemas.bool("Whether all commits were looked at", true),
                        "commits", Schemas.count("How many commits were looked at", 0, 12_000),
                        "startedAt", Schemas.instant("When the sweep began"),
                        "updatedAt", Schemas.instant("When it came so far")));
        schemas.answer(
                FeedRebuildResponse.class,
                "How far a rebuild of the feed is",
                Map.of(
                        "newGeneration",
                                Schemas.count("The number of the new generation", 2, 2)
                                        .format("int32"),
                        "done", Schemas.bool("Whether the new generation is live", true),
                        "copiedUpTo",
                                Schemas.count(
                                        "Up to this position, the old generation was copied",
                                        0,
                                        4711),
                        "leftOut",
                                Schemas.count(
                                        "How many commits were not copied, without those of damaged pages. The sweep that follows adds those that the event store has",
                                        0,
                                        0),
                        "startedAt", Schemas.instant("When the rebuild began"),
                        "updatedAt", Schemas.instant("When it came so far")));
    }

    private static Schema correlationId(String description) {
        return Schemas.text(description, "checkout-77")
                .minLength(1)
                .maxLength(FeedQuery.MAX_CORRELATION_ID);
    }

    private static Map<String, Schema> commit() {
        return Map.of(
                FeedEvents.POSITION,
                Schemas.count("The position of its first event", 1, 4712),
                FeedEvents.STREAM,
                ServiceDescription.stream(),
                EventsResponse.SEQUENCE_NUMBER,
                Schemas.count("The sequence number of its first event", 1, 1),
                EventsResponse.TIMESTAMP,
                Schemas.instant("When it was recorded"),
                EventsResponse.OCCURRED_AT,
                Schemas.instant("When it happened in the world, if the command said so"),
                EventsResponse.COMMAND_ID,
                Schemas.text("The id of the command that made it", "cart-4711"),
                EventsResponse.CAUSATION_ID,
                Schemas.text("The id of what caused the command, if it is known", "checkout-76"),
                EventsResponse.ACTOR,
                Schemas.text("The caller, as the authorizer named it, if it is known", "user123"),
                "events",
                Schemas.listOf(
                        "Its events, each with its position, its sequenceNumber, its eventType and the fields of its type",
                        Schemas.object("An event")));
    }

    private static Schema event() {
        return Schemas.object("An event, with the fields of its type")
                .addProperty(
                        FeedEvents.POSITION,
                        Schemas.count("How many events stand before it, plus 1", 1, 4712))
                .addProperty(FeedEvents.STREAM, ServiceDescription.stream())
                .addProperty(
                        EventsResponse.SEQUENCE_NUMBER,
                        Schemas.count("The event's place in its stream, from 1 without gaps", 1, 1))
                .addProperty(
                        BodyJson.EVENT_TYPE,
                        Schemas.text(
                                "Which event it is; absent if the service cannot read it",
                                "OrderShipped"))
                .addProperty(EventsResponse.TIMESTAMP, Schemas.instant("When it was recorded"))
                .addProperty(
                        EventsResponse.OCCURRED_AT,
                        Schemas.instant("When it happened in the world, if the command said so"))
                .addProperty(
                        EventsResponse.METADATA, Schemas.reference(EventFields.METADATA_SCHEMA))
                .required(
                        List.of(
                                FeedEvents.POSITION,
                                FeedEvents.STREAM,
                                EventsResponse.SEQUENCE_NUMBER,
                                EventsResponse.TIMESTAMP,
                                EventsResponse.METADATA));
    }
}
