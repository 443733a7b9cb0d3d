package dev.reprise.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that calls the API. */
abstract class ApiCommand implements Callable<Integer> {

    private static final int MAX_ATTEMPTS = 1_000;

    @Mixin ApiOptions options = new ApiOptions();

    @Spec CommandSpec spec = CommandSpec.create();

    final Console console;

    ApiCommand(Console console) {
        this.console = console;
    }

    @Override
    public final Integer call() throws Exception {
        require(
                options.attempts >= 1 && options.attempts <= MAX_ATTEMPTS,
                "--attempts takes a number from 1 to 1000, not " + options.attempts);
        check();
        try (Api api = new Api(options, console.pause())) {
            return run(api).number();
        }
    }

    /** Checks the arguments, before anything is sent. Uses {@link #require}. */
    void check() {}

    /**
     * Does the command.
     *
     * @throws Failure if it ends with an error; the failure has the exit code
     */
    abstract ExitCode run(Api api) throws Exception;

    /** Refuses the arguments unless they are valid. */
    final void require(boolean valid, String problem) {
        if (!valid) {
            throw new ParameterException(spec.commandLine(), problem + ".");
        }
    }

    final ProgressBar progress() {
        return new ProgressBar(console, options.json);
    }

    final void print(String line) {
        console.out().println(line);
    }

    final void printJson(Object value) {
        print(Json.write(value));
    }
}
