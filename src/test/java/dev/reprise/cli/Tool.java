package dev.reprise.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Runs the tool in this process. It does not wait: its pauses are noted. */
final class Tool {

    static final Path SAMPLE = Path.of("infra/cli/sample.csv");

    private final Queue<Duration> pauses = new ConcurrentLinkedQueue<>();
    private boolean terminal;
    private Pause pause = pauses::add;

    /** What a run printed, and its exit code. */
    record Run(int exitCode, String output, String error) {

        /** What {@code load} says at the end, without what is different each time. */
        String summary() {
            return output.substring(output.indexOf("Read "))
                    .replaceAll("(?m)^Time .*$", "Time")
                    .replace(System.lineSeparator(), "\n");
        }

        List<String> lines() {
            return output.lines().toList();
        }
    }

    /** From now on the error output is a terminal. */
    Tool onTerminal() {
        terminal = true;
        return this;
    }

    /** From now on the tool waits, or whatever this does. */
    Tool pausing(Pause by) {
        pause = by;
        return this;
    }

    List<Duration> pauses() {
        return List.copyOf(pauses);
    }

    Run run(String... args) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        Console console =
                new Console(
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        terminal,
                        pause);
        int exitCode = new Reprise(console, SAMPLE).run(args);
        return new Run(exitCode, out.toString(UTF_8), err.toString(UTF_8));
    }
}
