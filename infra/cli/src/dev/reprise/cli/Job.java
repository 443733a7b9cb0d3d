package dev.reprise.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A job that a command starts and follows to its end. The job runs in the service, so it continues
 * if the command is ended. The same command can then follow it again.
 */
final class Job {

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Api api;
    private final Console console;
    private final ProgressBar progress;
    private final String path;

    /**
     * @param path the path that starts and shows the job, such as {@code
     *     /projections/sales/rebuild}
     */
    Job(Api api, Console console, ProgressBar progress, String path) {
        this.api = api;
        this.console = console;
        this.progress = progress;
        this.path = path;
    }

    /**
     * Starts the job.
     *
     * @param running the type of the problem if the job is running already
     * @return whether the job was started; false if it was running already
     * @throws Failure if the API refuses it for another reason
     */
    boolean start(String body, String running) throws InterruptedException {
        Answer answer = api.post(path, body);
        if (answer.type().equals(running)) {
            return false;
        }
        answer.orFail();
        return true;
    }

    /**
     * Follows the job until it ends.
     *
     * @param ended whether a shown job has ended
     * @param more the text that the progress shows after the parts that are done
     * @return the job at its end, as the API shows it
     */
    JsonNode follow(Predicate<JsonNode> ended, Function<JsonNode, String> more)
            throws InterruptedException {
        console.ifInterrupted(
                "The service continues the job. Run the same command again to follow it.");
        JsonNode job = api.get(path).orFail();
        while (!ended.test(job)) {
            progress.show(done(job), parts(job), "parts", more.apply(job));
            console.pause().pause(INTERVAL);
            job = api.get(path).orFail();
        }
        progress.end(done(job), parts(job), "parts");
        return job;
    }

    private static long done(JsonNode job) {
        return job.path("partsDone").asLong();
    }

    private static long parts(JsonNode job) {
        return job.path("parts").asLong();
    }

    static String state(JsonNode job) {
        return job.path("state").asText();
    }

    static String number(JsonNode job, String field) {
        return Texts.number(job.path(field).asLong());
    }
}
