package dev.reprise.http;

import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** Describes the calls that list streams, and take their commits from one service to another. */
final class CommitsDescription {

    // A commit as it was stored: the first one of its stream, with three events.
    private static final String STREAM = "order-t5w8k3";
    private static final String PREVIOUS =
            "a4583a09b0f5f1364ab599eddfde29411e50655f4392a86a8d98e33bbc1b7a80";
    private static final String HASH =
            "2c1f9a93dc490f320a496d0632ffbbb0ba1aa62d9dc3d22c1fffcfe36a206493";
    private static final String CONTENT =
            "AAAAAWMAAAABUwAAACVsb2FkLTU4OWY5MDNlYjI3MGU0NDRlZjBlYjNkZjJlNzZkMjAzAAAA"
                    + "AWQAAAABQgAAABEBBgmS63agIzguNBDjdyqooAAAAAFlAAAAAVMAAADLW3siZXZlbnRUeXBl"
                    + "IjoiT3JkZXJDcmVhdGVkIiwiY3VzdG9tZXJJZCI6IjIwMDUyIn0seyJldmVudFR5cGUiOiJP"
                    + "cmRlckl0ZW1BZGRlZCIsIml0ZW1JZCI6IjcyMDAxYSIsInF1YW50aXR5Ijo0OCwicHJpY2Ui"
                    + "OjAuNjV9LHsiZXZlbnRUeXBlIjoiT3JkZXJJdGVtQWRkZWQiLCJpdGVtSWQiOiI3MjAwMWIi"
                    + "LCJxdWFudGl0eSI6MzYsInByaWNlIjowLjg1fV0AAAABbgAAAAFOAAAAATMAAAABbwAAAAFO"
                    + "AAAADTE3Mzg3MTM2MDAwMDAAAAADc2VxAAAAAU4AAAABMQAAAAZzdHJlYW0AAAABUwAAAAxv"
                    + "cmRlci10NXc4azMAAAABdAAAAAFOAAAADTE3OTU5NjgwMjEwNjg=";

    private CommitsDescription() {}

    static void describe(OpenAPI api) {
        OperationDescription.of(api, "listStreams")
                .description(
                        "In no order, each once. A stream that begins meanwhile may be missing. If there is a feed, the list has the streams of the feed: with a tenant's token, those of the tenant. Without a feed, and with source=EVENTS, the call reads at most limit commits of the events table, and at most 256 read units. So a page may have fewer streams than limit, or none, and still have a next one.")
                .parameter(
                        StreamsQuery.CATEGORY,
                        Schemas.text("Only streams of this category. It needs the feed", "order")
                                .minLength(1)
                                .maxLength(64))
                .parameter(
                        StreamsQuery.PREFIX,
                        Schemas.text(
                                        "Only streams whose names begin with this text. It needs the feed",
                                        "order-2026")
                                .minLength(1))
                .parameter(
                        StreamsQuery.SOURCE,
                        Schemas.choice(
                                "Where the list comes from: the feed, which is the default if there is one; or the events table, which also has the streams that the feed lacks, and needs a token of all tenants",
                                "FEED",
                                "EVENTS"))
                .parameter(Paging.LIMIT, Schemas.limit())
                .parameter(Paging.CURSOR, Schemas.cursor())
                .success("A page of the streams", HttpHeaders.LINK)
                .problems(FeedDescription.NO_FEED);
        OperationDescription.of(api, "listCommits")
                .path("stream", stream())
                .description(
                        "The oldest first, each checked with the hash chain. Nothing is decrypted. A page holds about 1 MB at most, or one commit.")
                .parameter(
                        CommitsResource.AFTER,
                        Schemas.count(
                                "Only commits that begin after this sequence number", 0, 0))
                .parameter(Paging.LIMIT, Schemas.limit())
                .parameter(Paging.CURSOR, Schemas.cursor())
                .success("A page of the commits", HttpHeaders.LINK)
                .problems(SampleProblems.STREAM_NOT_FOUND);
        OperationDescription.of(api, "restoreCommit")
                .path("stream", stream().examples(List.of(STREAM)))
                .path(
                        "sequenceNumber",
                        Schemas.count("The number of the commit's first event", 1, 1))
                .description(
                        "The commit is appended at the end of its stream, if that place is free and if hash is the hash of content after the stream's last commit. The same commit again is a 200. Whoever may call this can write any event: the hash is no signature.")
                .body("The commit, as listCommits shows it")
                .bodyExample(
                        "commit",
                        "A commit",
                        "{\"hash\":\"" + HASH + "\",\"content\":\"" + CONTENT + "\"}")
                .success("The commit is stored")
                .alsoOk("The commit was stored already")
                .problems(
                        Problem.of(
                                        ProblemType.COMMIT_DIFFERS,
                                        STREAM + " has another commit at 1, and is at version 4")
                                .with(Problem.ACTUAL_VERSION, 4),
                        Problem.of(
                                        ProblemType.COMMIT_OUT_OF_ORDER,
                                        STREAM + " is at version 0, so its next commit begins at 1, not at 4")
                                .with(Problem.ACTUAL_VERSION, 0),
                        Problem.of(
                                        ProblemType.TOO_LARGE,
                                        "the commit has 409601 bytes, and may have 409600")
                                .with(Problem.BYTES, 409_601)
                                .with(Problem.LIMIT, 409_600),
                        Problem.of(
                                        ProblemType.COMMIT_HASH_MISMATCH,
                                        "the hash of commit 1 of order-t5w8k3 does not match its content and the commit before it: it would be "
                                                + HASH)
                                .with(Input.FIELD, RestoreRequest.HASH));
        describeFields(new ObjectSchemas(api));
    }

    private static Schema stream() {
        return Schemas.text(
                        "The stream's name: a category, a dash and an id. An order's is order- and its id",
                        "order-c3d4e5f6")
                .minLength(3);
    }

    private static Schema digest(String description, String example) {
        return Schemas.text(description, example).pattern("^[0-9a-f]{64}$");
    }

    private static void describeFields(ObjectSchemas schemas) {
        schemas.field("stream", stream())
                .field("streams", Schemas.text("The streams, in no order"))
                .field("commits", Schemas.text("The commits, the oldest first"))
                .field(
                        "sequenceNumber",
                        Schemas.count("The number of the commit's first event", 1, 1))
                .field("version", Schemas.count("The stream's version after the commit", 1, 3))
                .field("count", Schemas.count("How many events the commit has", 1, 3).format("int32"))
                .field("at", Schemas.instant("When the service recorded the commit"))
                .field("commandId", Schemas.text("The id of the command that made it", "cart-4711"))
                .field("previous", digest("The hash of the commit before it; of the first one, the digest of the stream's name", PREVIOUS))
                .field("hash", digest("The commit's hash", HASH))
                .field(
                        "events",
                        Schemas.listOf(
                                "The stored events, with personal values as they are stored. Absent if only their aggregate can read their format",
                                Schemas.object("An event, as it is stored")))
                .field(
                        "content",
                        Schemas.text(
                                        "All that the hash covers besides previous, in base64: hash is the SHA-256 of the bytes 00 00 00 20, previous and content",
                                        CONTENT)
                                .format("byte"));
        schemas.request(RestoreRequest.class, "A commit to restore", "hash", "content");
        schemas.answer(RestoredCommitResponse.class, "A commit that is stored");
        schemas.answer(CommitsResponse.StoredCommitResponse.class, "A commit, as it is stored");
        Schema next =
                Schemas.text(
                        "What to send as cursor for the next page; absent on the last page",
                        "ESljB8cDAbQz");
        schemas.answer(
                CommitsResponse.class,
                "A page of a stream's commits",
                Map.of("next", next));
        schemas.answer(
                StreamsResponse.ListedStream.class,
                "A stream. Only a list of the feed has more than its name",
                Map.of(
                        "version",
                        Schemas.count("The sequence number of its last event in the feed", 1, 5),
                        "lastPosition",
                        Schemas.count("The position of that event", 1, 4712),
                        "lastCommittedAt",
                        Schemas.instant("The timestamp of that event")));
        schemas.answer(
                StreamsResponse.class, "A page of the list of streams", Map.of("next", next));
    }
}
