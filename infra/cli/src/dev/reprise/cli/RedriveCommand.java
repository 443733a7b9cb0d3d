package dev.reprise.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Tries the commits of parked streams again. */
@Command(
        name = "redrive",
        sortOptions = false,
        header = "Tries the commits of parked streams again.",
        description = {
            "",
            "Tries the commits of one parked stream again, or of all parked streams of a read model. If no stream is parked, it does nothing. The command ends with 1 if a stream is parked again, or needs a rebuild.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  reprise redrive order-summaries order-books-1",
            "  reprise redrive order-summaries"
        })
final class RedriveCommand extends ApiCommand {

    private static final String NOT_PARKED = "not-parked";

    /** The maximum number of streams that one call of the API tries. */
    private static final int AT_ONCE = 1_000;

    @Parameters(
            index = "0",
            paramLabel = "NAME",
            description = "The read model, such as order-summaries.")
    String name = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "STREAM",
            description = "The stream, such as order-books-1 (default: all parked streams).")
    String stream = "";

    RedriveCommand(Console console) {
        super(console);
    }

    @Override
    ExitCode run(Api api) throws Exception {
        return stream.isEmpty() ? all(api) : one(api);
    }

    private String path() {
        return "/projections/" + Api.encoded(name);
    }

    private ExitCode one(Api api) throws InterruptedException {
        Answer answer = api.post(path() + "/streams/" + Api.encoded(stream) + "/redrive", "");
        if (answer.type().equals(NOT_PARKED)) {
            return report(0, 0, 0);
        }
        boolean again =
                answer.orFail().path("rows").valueStream().anyMatch(row -> row.has("parked"));
        if (again && !options.json) {
            answer.body()
                    .path("rows")
                    .valueStream()
                    .map(row -> row.path("parked").path("error").asText())
                    .filter(error -> !error.isEmpty())
                    .forEach(error -> print(stream + ": " + Texts.plain(error)));
        }
        return report(1, again ? 1 : 0, 0);
    }

    /**
     * Repeats the call while it tries as many streams as it can, and some of them continue. The
     * next call then tries the remaining streams.
     */
    private ExitCode all(Api api) throws InterruptedException {
        ProgressBar progress = progress();
        long mended = 0;
        while (true) {
            Answer answer = api.post(path() + "/redrive", "");
            if (answer.type().equals(NOT_PARKED)) {
                return report(mended, 0, 0);
            }
            JsonNode counts = answer.orFail();
            long tried = counts.path("redriven").asLong();
            long again = counts.path("parkedAgain").asLong();
            long needRebuild = counts.path("needRebuild").asLong();
            mended += tried - again;
            progress.show(Texts.number(mended) + " streams go on");
            if (tried == again || tried + needRebuild < AT_ONCE) {
                return report(mended + again, again, needRebuild);
            }
        }
    }

    private ExitCode report(long redriven, long parkedAgain, long needRebuild) {
        if (options.json) {
            ObjectNode json = Json.object();
            json.put("redriven", redriven)
                    .put("parkedAgain", parkedAgain)
                    .put("needRebuild", needRebuild);
            printJson(json);
        } else if (redriven + needRebuild == 0) {
            print((stream.isEmpty() ? "No stream" : stream) + " is parked in " + name + ".");
        } else {
            print(
                    Texts.streams(redriven)
                            + " tried again, "
                            + Texts.number(parkedAgain)
                            + " parked again.");
        }
        if (needRebuild > 0 && !options.json) {
            print(Texts.number(needRebuild) + " need a rebuild: reprise rebuild " + name + ".");
        }
        return parkedAgain + needRebuild == 0 ? ExitCode.DONE : ExitCode.WRONG;
    }
}
