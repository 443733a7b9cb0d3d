package dev.reprise.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Repairs a read model and follows the repair. */
@Command(
        name = "repair",
        sortOptions = false,
        header = "Compares a read model with all events, and corrects it.",
        description = {
            "",
            "Compares every row of a read model with the events, corrects wrong rows, and shows the progress. If a repair is running already, the command follows it.",
            ""
        },
        footer = {
            "",
            "The repair runs in the service. If the command is ended, the repair continues. Run the command again to follow it. The command ends with 1 if rows are still wrong at the end. With --dry-run, all rows that differ are still wrong.",
            "",
            "Examples:",
            "  reprise repair order-summaries --dry-run",
            "  reprise repair order-summaries"
        })
final class RepairCommand extends ApiCommand {

    private static final int SHOWN = 20;

    @Parameters(paramLabel = "NAME", description = "The read model, such as order-summaries.")
    String name = "";

    @Option(names = "--dry-run", description = "Only reports rows that differ.")
    boolean dryRun;

    RepairCommand(Console console) {
        super(console);
    }

    @Override
    ExitCode run(Api api) throws Exception {
        Job job =
                new Job(api, console, progress(), "/projections/" + Api.encoded(name) + "/repair");
        if (!job.start(Json.write(Json.object().put("dryRun", dryRun)), "repair-running")
                && !options.json) {
            console.err().println("A repair of " + name + " is running already.");
        }
        JsonNode end = job.follow(RepairCommand::isEnd, RepairCommand::more);
        if (options.json) {
            printJson(end);
        } else {
            report(end);
        }
        boolean isRight = found(end) == end.path("mended").asLong();
        return isRight && Job.state(end).equals("DONE") ? ExitCode.DONE : ExitCode.WRONG;
    }

    private static boolean isEnd(JsonNode job) {
        return switch (Job.state(job)) {
            case "DONE", "CANCELLED" -> true;
            default -> false;
        };
    }

    private static String more(JsonNode job) {
        return Job.number(job, "scanned") + " commits and rows read, " + findings(job);
    }

    private static long found(JsonNode job) {
        return job.path("found").valueStream().mapToLong(JsonNode::asLong).sum();
    }

    private static String findings(JsonNode job) {
        return Texts.count(found(job), "difference", "differences")
                + ", "
                + Job.number(job, "mended")
                + " mended";
    }

    private void report(JsonNode end) {
        print(
                (Job.state(end).equals("CANCELLED") ? "The repair was cancelled: " : "")
                        + Job.number(end, "scanned")
                        + " commits and rows of "
                        + name
                        + " read, "
                        + findings(end)
                        + ".");
        if (found(end) > 0) {
            print(
                    end.path("found").properties().stream()
                            .map(kind -> kind.getKey() + " " + kind.getValue().asLong())
                            .collect(Collectors.joining(", ")));
        }
        end.path("streams")
                .valueStream()
                .limit(SHOWN)
                .forEach(stream ->
                        print(
                                "%s  %s  %s: %s"
                                        .formatted(
                                                stream.path("mended").asBoolean()
                                                        ? "mended    "
                                                        : "not mended",
                                                stream.path("stream").asText(),
                                                stream.path("difference").asText(),
                                                Texts.plain(stream.path("error").asText()))));
    }
}
