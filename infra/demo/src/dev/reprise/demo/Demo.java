package dev.reprise.demo;

import java.io.Console;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Sends the invoices of a CSV file to a running API, as orders. {@code infra/demo/run --help} tells
 * the rest.
 */
final class Demo {

    static final int DONE = 0;
    static final int FAILED = 1;
    static final int MISUSED = 2;

    private final Path sample;
    private final boolean terminal;
    private final PrintStream out;
    private final PrintStream err;
    private final Pause pause;

    /**
     * @param sample the file to send if none is named
     * @param terminal whether {@code out} is one, on which a line can be written over
     */
    Demo(Path sample, boolean terminal, PrintStream out, PrintStream err, Pause pause) {
        this.sample = sample;
        this.terminal = terminal;
        this.out = out;
        this.err = err;
        this.pause = pause;
    }

    public static void main(String[] args) throws InterruptedException {
        var sample = Path.of(System.getProperty("reprise.demo.sample", "infra/demo/sample.csv"));
        // Null where there is no terminal, as of JDK 25.
        var terminal =
                Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
        var demo = new Demo(sample, terminal, System.out, System.err, Thread::sleep);
        System.exit(demo.run(List.of(args)));
    }

    /** The exit code. */
    int run(List<String> args) throws InterruptedException {
        try {
            Arguments arguments = Arguments.parse(args, sample);
            if (arguments.help()) {
                out.print(Arguments.HELP);
                return DONE;
            }
            return send(arguments) ? DONE : FAILED;
        } catch (UsageException e) {
            err.println(e.getMessage());
            err.println("infra/demo/run --help tells how it is used.");
            return MISUSED;
        } catch (StoppedException e) {
            err.println(e.getMessage());
            return FAILED;
        }
    }

    /** Whether all of it arrived. */
    private boolean send(Arguments arguments) throws InterruptedException {
        Plan plan = Plan.of(RetailFile.read(arguments.file()));
        try (OrdersApi api = new OrdersApi(arguments.api(), new Retries(pause))) {
            api.requireReachable();
            out.printf(
                    Locale.ROOT,
                    "Sending the %,d orders of %s to %s, %d at a time.%n",
                    plan.orders().size(),
                    arguments.file(),
                    arguments.api(),
                    arguments.parallel());
            var progress = new Progress(plan.orders().size(), terminal, out);
            long start = System.nanoTime();
            List<Outcome> outcomes =
                    new Sender(api, arguments.parallel(), progress).send(plan.orders());
            var summary = new Summary(plan, outcomes, System.nanoTime() - start);
            out.print(summary.text());
            return summary.allArrived();
        }
    }
}
