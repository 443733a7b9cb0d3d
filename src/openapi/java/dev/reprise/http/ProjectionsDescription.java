package dev.reprise.http;

import dev.reprise.projections.Difference;
import dev.reprise.projections.Job;
import dev.reprise.projections.RowDifference;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Map;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** Describes the calls that redrive, repair and rebuild projections in the OpenAPI document. */
final class ProjectionsDescription {

    private ProjectionsDescription() {}

    static void describe(OpenAPI api) {
        describeRedrive(api);
        describeRepair(api);
        describeRebuild(api);
        describeFields(new ObjectSchemas(api));
    }

    private static OperationDescription call(OpenAPI api, String operationId) {
        return OperationDescription.of(api, operationId)
                .path("name", name())
                .problems(SampleProblems.PROJECTION_NOT_FOUND);
    }

    private static Schema name() {
        return Schemas.text("The projection's name", "order-summaries");
    }

    private static void describeRedrive(OpenAPI api) {
        call(api, "redriveStream")
                .path(
                        "stream",
                        Schemas.text(
                                        "The stream's name: a category, a dash and an id. An order's is order- and its id",
                                        "order-c3d4e5f6")
                                .minLength(3))
                .description(
                        "The parked commit and those after it are read from the events table, and applied. The answer shows the rows as they are now: a commit that still cannot be applied is parked again.")
                .success("The rows that were parked, as they are now")
                .problems(
                        SampleProblems.STREAM_NOT_FOUND,
                        SampleProblems.NOT_PARKED,
                        SampleProblems.NEEDS_REBUILD);
        call(api, "redriveProjection")
                .description("The first 1,000 parked streams of each generation are tried.")
                .success("How many rows were tried, and how many are parked again")
                .problems(SampleProblems.NOT_PARKED);
    }

    private static void describeRepair(OpenAPI api) {
        call(api, "startRepair")
                .description(
                        "Rows are read and written meanwhile. The body may be left out. A projection whose streams share rows needs a rebuild instead if one of its rows was deleted or altered.")
                .optionalBody("Whether to mend")
                .bodyExample("dryRun", "Only report what differs", "{\"dryRun\":true}")
                .success("The repair has begun", "Location")
                .problems(SampleProblems.REPAIR_RUNNING, SampleProblems.NOTHING_TO_REPAIR);
        call(api, "showRepair")
                .description("The counts grow while it runs, and stay when it has ended.")
                .success("How far the last repair is, and what it found")
                .problems(SampleProblems.NO_REPAIR);
        call(api, "pauseRepair")
                .description("Workers stop after their page.")
                .success("How far it is")
                .problems(SampleProblems.NO_REPAIR);
        call(api, "resumeRepair")
                .description("It goes on where its parts were saved.")
                .success("How far it is")
                .problems(SampleProblems.NO_REPAIR);
        call(api, "cancelRepair")
                .description("Workers stop after their page.")
                .success("How far it was")
                .problems(SampleProblems.NO_REPAIR);
    }

    private static void describeRebuild(OpenAPI api) {
        call(api, "startRebuild")
                .description(
                        "The live generation is read and written meanwhile. The body may be left out.")
                .optionalBody("How to switch")
                .bodyExample("manual", "Wait for a call to switch", "{\"switch\":\"manual\"}")
                .success("The rebuild has begun", "Location")
                .problems(SampleProblems.REBUILD_RUNNING);
        call(api, "showRebuild")
                .description("The counts grow while it runs, and stay when it has ended.")
                .success("How far the last rebuild is")
                .problems(SampleProblems.NO_REBUILD);
        call(api, "listDifferences")
                .description(
                        "Both generations are written meanwhile, so streams whose rows do not have the same events are listed as BEHIND or AHEAD. A page compares at most 1,000 rows; it may be empty although there is a next one.")
                .parameter(Paging.LIMIT, Schemas.limit())
                .parameter(Paging.CURSOR, Schemas.cursor())
                .success("A page of the streams whose rows differ", HttpHeaders.LINK)
                .problems(SampleProblems.NO_REBUILD);
        call(api, "pauseRebuild")
                .description("Workers stop after their page. Events are applied as before.")
                .success("How far it is")
                .problems(SampleProblems.NO_REBUILD);
        call(api, "resumeRebuild")
                .description("It goes on where its parts were saved.")
                .success("How far it is")
                .problems(SampleProblems.NO_REBUILD);
        call(api, "cancelRebuild")
                .description("The live generation stays as it is.")
                .success("How far it was")
                .problems(SampleProblems.NO_REBUILD, SampleProblems.REBUILD_NOT_COMPLETE);
        call(api, "switchOver")
                .description(
                        "Refused while the generation does not have all events, or has parked streams.")
                .success("The generation is live")
                .problems(SampleProblems.NO_REBUILD, SampleProblems.REBUILD_NOT_COMPLETE);
        call(api, "switchBack")
                .description(
                        "Possible while the generation retires, which is 10 minutes by default.")
                .success("The generations")
                .problems(SampleProblems.NOTHING_RETIRES);
        call(api, "cleanUp")
                .description("This happens by itself 10 minutes after a switch, by default.")
                .success("The generations, before the clean-up")
                .problems(SampleProblems.NOTHING_RETIRES);
    }

    private static void describeFields(ObjectSchemas schemas) {
        schemas.field("stream", Schemas.text("The stream's name", "order-c3d4e5f6").minLength(3))
                .field("name", name())
                .field("rows", Schemas.text("The rows that were parked, the live one first"))
                .field("switch", Schemas.text("automatic, or manual to wait for a call", "manual"))
                .field("generation", number("The number of the generation", 2))
                .field("version", Schemas.count("The number of the last event in it", 0, 3))
                .field("redriven", number("How many rows were tried again", 2))
                .field("parkedAgain", number("How many of them are parked again", 0))
                .field("needRebuild", number("How many were not tried: only a rebuild helps", 0))
                .field("automatic", Schemas.bool("Whether it becomes live by itself", true))
                .field("startedAt", Schemas.instant("When the rebuild began"))
                .field("parts", number("In how many parts the events are scanned", 4))
                .field("partsDone", number("How many of them are done", 1))
                .field("scanned", Schemas.count("How many commits were read", 0, 12_000))
                .field("applied", Schemas.count("How many rows were brought up to date", 0, 3_000))
                .field("rowsPerSecond", Schemas.count("How many rows a second", 0, 900))
                .field("secondsLeft", Schemas.count("An estimate of the time left", 0, 40))
                .field("parked", Schemas.text("Its first parked streams, by name").maxItems(100))
                .field("live", number("The generation that is read", 1))
                .field("building", number("The generation that is built", 2))
                .field("retiring", Schemas.text("Those that can be live again"))
                .field("dropped", Schemas.text("Those whose rows are being deleted"));
        schemas.answer(RedriveResponse.Stream.class, "What became of a stream");
        schemas.answer(RedriveResponse.Row.class, "A row");
        schemas.answer(RedriveResponse.All.class, "What became of all parked streams");
        describeRepairFields(schemas);
        schemas.request(RebuildRequest.class, "How to rebuild");
        schemas.answer(RebuildResponse.class, "How far a rebuild is", Map.of());
        describeDifferences(schemas);
        schemas.answer(GenerationsResponse.class, "The numbers of a projection's generations");
        schemas.enumeration(
                Job.State.class,
                "RUNNING. PAUSED. SCANNED: it has all events, and is not live yet. DONE: it is live. CANCELLED");
    }

    private static void describeRepairFields(ObjectSchemas schemas) {
        schemas.field("dryRun", Schemas.bool("Whether it only reports", true))
                .field(
                        "found",
                        Schemas.object("How many rows with each difference were found")
                                .additionalPropertiesSchema(Schemas.count("How many rows", 1, 2)))
                .field("mended", Schemas.count("How many of these rows are right now", 0, 1))
                .field("streams", Schemas.text("The first streams that differed").maxItems(100))
                .field("error", Schemas.text("What was found", "there is no row"));
        schemas.request(RepairRequest.class, "How to repair");
        schemas.answer(
                RepairResponse.class,
                "How far a repair is",
                Map.of(
                        "startedAt", Schemas.instant("When the repair began"),
                        "parts", number("In how many parts it is done", 5),
                        "scanned",
                                Schemas.count("How many commits and rows were read", 0, 12_000)));
        schemas.answer(
                RepairResponse.DifferentStream.class,
                "A stream whose row was not as its events say",
                Map.of("mended", Schemas.bool("Whether the row is right now", true)));
        schemas.enumeration(
                Difference.class,
                "MISSING: there is no row. BEHIND: the row lacks events. AHEAD: it has events that the stream does not have. ANOTHER_HISTORY: it was made from other commits. GONE: the stream has no events. ALTERED: the row was altered. PARKED: a commit could not be applied. UNREADABLE: the row's last commit cannot be read");
    }

    private static void describeDifferences(ObjectSchemas schemas) {
        schemas.field("differences", Schemas.text("By stream; the streams are in no order"))
                .field("liveVersion", Schemas.count("The last event in the live row", 0, 3))
                .field("aspects", Schemas.text("In what rows with the same events differ"))
                .field("liveView", Schemas.text("The live view, its first 1,000 characters", "{}"))
                .field("view", Schemas.text("The built view, its first 1,000 characters", "{}"))
                .field(
                        "sharedRows",
                        Schemas.text(
                                        "The first shared rows that the stream changes in another way: - only in the live generation, + only in the built one, or the difference of its sums")
                                .maxItems(RowDifference.MAX_SHARED_ROWS));
        schemas.field("next", Schemas.text("The cursor of the next page; absent on the last page"));
        schemas.answer(DifferencesResponse.class, "How two generations differ");
        schemas.answer(
                DifferencesResponse.RowDifferenceResponse.class, "A stream whose rows differ");
        schemas.enumeration(
                RowDifference.DifferenceKind.class,
                "DIFFERENT: both rows have the same events, and are not the same. MISSING: the built generation has no row. EXTRA: the live one has none. BEHIND: the built row has fewer events. AHEAD: the live row has fewer");
        schemas.enumeration(
                RowDifference.DifferingAspect.class,
                "ALTERED: a row was altered by hand. HASH: they were made from other commits. UPDATED_AT: the timestamp of the last event. VIEW. INDEX_ENTRIES. PARKED: one is parked, or for another reason. SHARED_ROWS: what the stream contributes to shared rows");
    }

    private static Schema number(String description, int example) {
        return Schemas.count(description, 0, example).format("int32");
    }
}
