package dev.reprise.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Rebuilds a read model and follows the rebuild. */
@Command(
        name = "rebuild",
        sortOptions = false,
        header = "Builds a read model again from all events.",
        description = {
            "",
            "Builds a new generation of a read model's rows from all events, and shows the progress. The read model stays in use meanwhile. If a rebuild is running already, the command follows it.",
            ""
        },
        footer = {
            "",
            "The rebuild runs in the service. If the command is ended, the rebuild continues. Run the command again to follow it. The command ends with 1 if the new generation has parked streams, or was cancelled.",
            "",
            "Examples:",
            "  reprise rebuild order-summaries",
            "  reprise rebuild sales --manual-switch"
        })
final class RebuildCommand extends ApiCommand {

    @Parameters(paramLabel = "NAME", description = "The read model, such as order-summaries.")
    String name = "";

    @Option(
            names = "--manual-switch",
            description = "Ends when the new generation has all events. It is not made live.")
    boolean manualSwitch;

    RebuildCommand(Console console) {
        super(console);
    }

    @Override
    ExitCode run(Api api) throws Exception {
        Job job =
                new Job(api, console, progress(), "/projections/" + Api.encoded(name) + "/rebuild");
        String how = manualSwitch ? "manual" : "automatic";
        if (!job.start(Json.write(Json.object().put("switch", how)), "rebuild-running")
                && !options.json) {
            console.err().println("A rebuild of " + name + " is running already.");
        }
        JsonNode end = job.follow(RebuildCommand::isEnd, RebuildCommand::more);
        if (options.json) {
            printJson(end);
        } else {
            print(outcome(end));
        }
        return isRight(end) ? ExitCode.DONE : ExitCode.WRONG;
    }

    /** A generation with all events may wait for a call, or for the redrive of parked streams. */
    private static boolean isEnd(JsonNode job) {
        return switch (Job.state(job)) {
            case "DONE", "CANCELLED" -> true;
            case "SCANNED" -> !job.path("automatic").asBoolean() || !job.path("parked").isEmpty();
            default -> false;
        };
    }

    private static boolean isRight(JsonNode end) {
        return !Job.state(end).equals("CANCELLED") && end.path("parked").isEmpty();
    }

    private static String more(JsonNode job) {
        String text =
                Job.state(job).toLowerCase(Locale.ROOT)
                        + ", "
                        + Job.number(job, "scanned")
                        + " commits read, "
                        + Job.number(job, "applied")
                        + " rows";
        if (job.has("rowsPerSecond")) {
            text += ", " + Job.number(job, "rowsPerSecond") + " rows/s";
        }
        return job.has("secondsLeft")
                ? text + ", " + Job.number(job, "secondsLeft") + " s left"
                : text;
    }

    private String outcome(JsonNode end) {
        String generation = "Generation " + end.path("generation").asInt() + " of " + name;
        String counts =
                Job.number(end, "scanned")
                        + " commits read, "
                        + Job.number(end, "applied")
                        + " rows written";
        if (!end.path("parked").isEmpty()) {
            return generation
                    + " is not live: it has parked streams, such as "
                    + end.path("parked").path(0).path("stream").asText()
                    + ". Try them again with: reprise redrive "
                    + name
                    + ".";
        }
        return switch (Job.state(end)) {
            case "DONE" -> generation + " is live: " + counts + ".";
            case "CANCELLED" -> generation + " was cancelled: its rows are deleted.";
            default -> generation + " has all events and is not live yet: " + counts + ".";
        };
    }
}
