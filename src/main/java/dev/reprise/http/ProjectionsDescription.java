package dev.reprise.http;

import dev.reprise.projections.Job;
import java.util.Map;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** Describes the calls that redrive and rebuild projections in the OpenAPI document. */
final class ProjectionsDescription {

    private ProjectionsDescription() {}

    static void describe(OpenAPI api) {
        describeRedrive(api);
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

    private static void describeRebuild(OpenAPI api) {
        call(api, "startRebuild")
                .description(
                        "The live generation is read and written meanwhile. The body may be left out.")
                .body("How to switch")
                .bodyExample("manual", "Wait for a call to switch", "{\"switch\":\"manual\"}")
                .success("The rebuild has begun", "Location")
                .problems(SampleProblems.REBUILD_RUNNING);
        call(api, "showRebuild")
                .success("How far the last rebuild is")
                .problems(SampleProblems.NO_REBUILD);
        call(api, "pauseRebuild")
                .description("Workers stop after their page. Events are applied as before.")
                .success("How far it is")
                .problems(SampleProblems.NO_REBUILD);
        call(api, "resumeRebuild").success("How far it is").problems(SampleProblems.NO_REBUILD);
        call(api, "cancelRebuild")
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
        schemas.request(RebuildRequest.class, "How to rebuild");
        schemas.answer(RebuildResponse.class, "How far a rebuild is", Map.of());
        schemas.answer(GenerationsResponse.class, "The numbers of a projection's generations");
        schemas.enumeration(
                Job.State.class,
                "RUNNING. PAUSED. SCANNED: it has all events, and is not live yet. DONE: it is live. CANCELLED");
    }

    private static Schema number(String description, int example) {
        return Schemas.count(description, 0, example).format("int32");
    }
}
