package dev.reprise.http;

import dev.reprise.projections.ProjectedRow.Parked;
import jakarta.ws.rs.core.HttpHeaders;
import java.math.BigDecimal;
import java.util.Map;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** Describes the calls of this package in the OpenAPI document: streams, projections and health. */
final class ServiceDescription {

    private ServiceDescription() {}

    static void describe(OpenAPI api) {
        OperationDescription.of(api, "listProjections")
                .description(
                        "lagMillis is the time from the newest commit of the last batch to when the batch was applied. parked lists the streams that stopped because a commit could not be applied; all others go on.")
                .success("The read models");
        OperationDescription.of(api, "verifyStream")
                .path("stream", stream())
                .description(
                        "A call checks at most 1,000 commits. If there are more, next leads to them. The answer of a damaged stream is also a 200: intact is false, and broken names the first commit that is wrong.")
                .parameter(
                        Paging.CURSOR,
                        Schemas.text("The next of the previous call for this stream").minLength(1))
                .success("Whether the stream is intact, as far as it was checked", HttpHeaders.LINK)
                .problems(SampleProblems.STREAM_NOT_FOUND);
        OperationDescription.of(api, "checkHealth")
                .description("One read of the events table. It says nothing of the read models.")
                .success("The service works");
        new ObjectSchemas(api)
                .field("status", Schemas.constant("The service works", "UP"))
                .answer(HealthResource.HealthResponse.class, "A service that works");
        describeFields(
                new ObjectSchemas(api)
                        .field("stream", stream())
                        .field(
                                "sequenceNumber",
                                Schemas.count("The number of the commit's first event", 1, 2))
                        .field("error", Schemas.text("What is wrong", "the hash is another one")));
    }

    static Schema stream() {
        return Schemas.text(
                        "The stream's name: a category, a dash and an id. An order's is order- and its id",
                        "order-c3d4e5f6")
                .minLength(3);
    }

    private static void describeFields(ObjectSchemas schemas) {
        schemas.answer(
                VerificationResponse.class,
                "The result of verifying a stream",
                Map.of(
                        "intact", Schemas.bool("Whether every commit is as it was written", true),
                        "version",
                                Schemas.count("The version up to which the stream is intact", 0, 3),
                        "commits",
                                Schemas.count(
                                        "The number of commits that were checked, with those of previous calls; absent if the stream is broken",
                                        1,
                                        2),
                        "hash",
                                Schemas.text(
                                                "The hash of the last commit that was checked; absent if the stream is broken",
                                                "a6053ab74cb1b3f7a800840352ecc0b891e94fa1ba30d16a3058521f0eb44c3c")
                                        .pattern("^[0-9a-f]{64}$"),
                        "next",
                                Schemas.text(
                                        "What to send as cursor to check later commits; absent if there are none",
                                        "ESljB8cDAbQz")));
        schemas.answer(
                VerificationResponse.BrokenCommit.class,
                "The first commit that was altered, inserted or removed",
                Map.of("reason", Schemas.text("What is wrong with it", "the hash is another one")));
        schemas.field("projections", Schemas.text("All read models"))
                .field("name", Schemas.text("The projection's name", "order-summaries"))
                .field(
                        "generation",
                        Schemas.count("The number of the rows' generation that is read", 1, 1)
                                .format("int32"))
                .field(
                        "building",
                        Schemas.count("The number of the generation that is being built", 1, 2)
                                .format("int32"))
                .field(
                        "lastCommittedAt",
                        Schemas.instant("The timestamp of the newest commit that was applied"))
                .field("lastAppliedAt", Schemas.instant("When it was applied"))
                .field(
                        "lagMillis",
                        Schemas.count("The milliseconds between the two", Long.MIN_VALUE, 64)
                                .minimum((BigDecimal) null))
                .field(
                        "parked",
                        Schemas.text("The streams that stopped, by name")
                                .maxItems(ProjectionsResponse.MAX_PARKED))
                .field("moreParked", Schemas.bool("Present if there are more of them", true))
                .field(
                        "retrying",
                        Schemas.count(
                                        "How many streams have rows that could not be written; they are tried again each minute. No more than 1,000 are counted",
                                        0,
                                        0)
                                .format("int32"));
        schemas.answer(ProjectionsResponse.class, "How far the read models are");
        schemas.answer(ProjectionsResponse.Status.class, "How far a read model is");
        schemas.answer(
                ProjectionsResponse.ParkedStream.class,
                "A stream that stopped at a commit that could not be applied",
                Map.of(
                        "schemaVersion",
                        Schemas.count(
                                        "The schema version that the code knew; 0 if it is not known",
                                        0,
                                        1)
                                .format("int32")));
        schemas.answer(
                ProjectionsResponse.Contradiction.class,
                "A row that was made from a commit that the events table does not have");
        schemas.enumeration(
                Parked.Reason.class,
                "Why it stopped. DAMAGED: the commit is damaged. NEWER_RELEASE: a newer release applies it by itself. CONTRADICTION: the row was made from a commit that the events table does not have");
    }
}
