package dev.reprise.http;

import dev.reprise.consumers.Segment;
import java.util.Map;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** Describes the calls of the feed's consumers in the OpenAPI document. */
final class ConsumersDescription {

    private static final String NAME = "name";

    private static final Problem NOT_FOUND =
            Problem.of(ProblemType.CONSUMER_NOT_FOUND, "there is no consumer search-index");
    private static final Problem NOT_PARKED =
            Problem.of(ProblemType.NOT_PARKED, "no such stream is parked in search-index");
    private static final Problem LEASED =
            Problem.of(
                    ProblemType.CONSUMER_LEASED,
                    "the token of segment 0/1 of search-index is 4 now, and its lease ends at 2026-11-29T12:01:00Z. Handle nothing more, and take the lease again later");

    private ConsumersDescription() {}

    static void describe(OpenAPI api) {
        OperationDescription.of(api, "listConsumers")
                .description(
                        "Lists the consumers of this service, and those elsewhere that saved a position.")
                .success("The consumers")
                .problems(FeedDescription.NO_FEED);
        ofConsumer(api, "showConsumer")
                .description("Shows the consumer's position, its parked streams, and the lease and the position of each segment.");
        ofConsumer(api, "redriveConsumer")
                .description(
                        "The consumer tries the commits that could not be handled, and those behind them, in its next run.")
                .problems(NOT_PARKED);
        ofConsumer(api, "redriveConsumersStream")
                .description(
                        "The consumer tries the commit that could not be handled, and those behind it, in its next run.")
                .path("stream", ServiceDescription.stream())
                .problems(NOT_PARKED);
        ofConsumer(api, "resetConsumer")
                .description(
                        "Takes the lease from whoever has it. Nothing is parked any more. The commits after the position are handled, also those that were handled before.")
                .body("Where to go on: the position, or the time")
                .bodyExample("start", "From the start of the feed", "{\"position\":0}")
                .bodyExample(
                        "time", "From a time on", "{\"time\":\"2026-11-29T00:00:00Z\"}");
        ofConsumer(api, "shareConsumer")
                .description(
                        "Splits or merges the segments of the consumer. A segment is split when nobody has its lease. Segments are merged when nobody has their leases and they have the same position.")
                .body("The number of segments")
                .bodyExample("four", "For up to four workers", "{\"count\":4}");
        ofConsumer(api, "leaseConsumer")
                .description(
                        "Gives the worker a segment that nobody has leased. Makes the consumer if there is none of this name. Send the segment and the token of the answer with each checkpoint.")
                .success("The segment")
                .body("Who takes the lease, and for how long")
                .bodyExample(
                        "worker", "For a minute", "{\"owner\":\"worker-1\",\"seconds\":60}")
                .problems(LEASED);
        ofConsumer(api, "checkpointConsumer")
                .description(
                        "Saves the position if the token is still the one of the last lease, and renews the lease. A position does not go back.")
                .success("The segment")
                .body("The segment, its token, and the position up to which everything was handled")
                .bodyExample(
                        "position", "And keep the lease", "{\"token\":3,\"position\":4711}")
                .bodyExample(
                        "last",
                        "And give the lease back",
                        "{\"token\":3,\"position\":4711,\"seconds\":0}")
                .bodyExample(
                        "segment",
                        "If the consumer has several segments",
                        "{\"segment\":\"2/4\",\"token\":3,\"position\":4711}")
                .problems(LEASED);
        describeFields(new ObjectSchemas(api));
    }

    private static OperationDescription ofConsumer(OpenAPI api, String operation) {
        return OperationDescription.of(api, operation)
                .path(
                        NAME,
                        Schemas.text("The consumer's name", "search-index")
                                .pattern("^[A-Za-z0-9_-]{1,64}$"))
                .success("The consumer")
                .problems(FeedDescription.NO_FEED, NOT_FOUND);
    }

    private static void describeFields(ObjectSchemas schemas) {
        Schema position =
                Schemas.count("Everything up to this position of the feed was handled", 0, 4711);
        Schema seconds =
                Schemas.integer(
                                "How long the lease lasts, in seconds",
                                0,
                                LeaseRequest.MAX_SECONDS,
                                60)
                        .defaultValue(60);
        Schema token = Schemas.count("The token of the lease", 0, 3);
        schemas.field(NAME, Schemas.text("The consumer's name", "search-index"))
                .field(FeedQuery.GENERATION, FeedDescription.generation())
                .field("position", position)
                .field("token", token)
                .field("seconds", seconds)
                .field("owner", Schemas.text("The worker, another one for each", "worker-1"))
                .field("time", Schemas.instant("The first commit has this time, or a later one"))
                .field("lag", Schemas.count("How many events stand after the position", 0, 1))
                .field("leasedBy", Schemas.text("Who has the lease", "worker-1"))
                .field("leasedUntil", Schemas.instant("When others may take the lease"))
                .field(
                        "stopped",
                        Schemas.bool("Whether too many streams are parked to go on", false))
                .field("parked", Schemas.text("The parked streams, by position"))
                .field("updatedAt", Schemas.instant("When the position was saved"))
                .field("stream", ServiceDescription.stream())
                .field("error", Schemas.text("Why the commit could not be handled", "IllegalStateException: broken"))
                .field(
                        "attempts",
                        Schemas.count("How often it was parked at this position", 1, 1)
                                .format("int32"))
                .field("parkedAt", Schemas.instant("When it was parked last"))
                .field("retryAt", Schemas.instant("When it is tried again"))
                .field("head", Schemas.count("The position of the last event", 0, 4712))
                .field("segment", FeedDescription.segment())
                .field("segments", Schemas.text("The segments of the consumer, by number"))
                .field(
                        "wantedSegments",
                        Schemas.count("How many segments there will be", 1, 4).format("int32"))
                .field(
                        "count",
                        Schemas.integer(
                                "The number of segments: 1, 2, 4, 8 or 16",
                                1,
                                Segment.MAX_SEGMENTS,
                                4))
                .field("consumers", Schemas.text("The consumers, by name"));
        schemas.request(ResetRequest.class, "Where a consumer goes on");
        schemas.request(LeaseRequest.class, "A worker that takes a lease", "owner");
        schemas.request(
                CheckpointRequest.class, "How far a consumer is", "token", "position");
        schemas.request(
                SegmentsRequest.class, "Between how many workers a consumer is shared", "count");
        schemas.answer(ConsumersResponse.class, "How far the consumers are");
        schemas.answer(ConsumersResponse.Consumer.class, "How far a consumer is");
        schemas.answer(ConsumersResponse.Segment.class, "How far a segment of a consumer is");
        schemas.answer(
                ConsumersResponse.Parked.class,
                "A stream with a commit that a consumer could not handle",
                Map.of(
                        "position",
                        Schemas.count("The position of the commit's first event", 1, 4711)));
    }
}
