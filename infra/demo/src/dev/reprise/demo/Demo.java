package dev.reprise.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * Sends the invoices of a CSV file to a running API, as orders. {@code infra/demo/run --help}
 * describes how to use it.
 */
final class Demo {

    private static final int ALL_ARRIVED = 0;
    private static final int NOT_ALL_ARRIVED = 1;
    private static final int WRONG_ARGUMENTS = 2;

    private final Path sample;
    private final boolean terminal;
    private final PrintStream out;
    private final PrintStream err;
    private final OrdersApi.Pause pause;

    /**
     * @param sample the file to send if the arguments name none
     * @param terminal whether {@code out} is a terminal, where a line can be overwritten
     */
    Demo(Path sample, boolean terminal, PrintStream out, PrintStream err, OrdersApi.Pause pause) {
        this.sample = sample;
        this.terminal = terminal;
        this.out = out;
        this.err = err;
        this.pause = pause;
    }

    public static void main(String[] args) throws InterruptedException, ExecutionException {
        Path sample = Path.of(System.getProperty("reprise.demo.sample", "infra/demo/sample.csv"));
        boolean terminal =
                Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
        Demo demo = new Demo(sample, terminal, System.out, System.err, Thread::sleep);
        System.exit(demo.run(List.of(args)));
    }

    /** Returns the exit code. */
    int run(List<String> args) throws InterruptedException, ExecutionException {
        try {
            Arguments arguments = Arguments.parse(args, sample);
            if (arguments.help) {
                CommandLine.usage(arguments, out);
                return ALL_ARRIVED;
            }
            return send(arguments) ? ALL_ARRIVED : NOT_ALL_ARRIVED;
        } catch (ParameterException e) {
            err.println(e.getMessage());
            err.println("infra/demo/run --help lists the arguments.");
            return WRONG_ARGUMENTS;
        } catch (IOException e) {
            err.println(e.getMessage());
            return NOT_ALL_ARRIVED;
        }
    }

    /** Returns whether every order arrived. */
    private boolean send(Arguments arguments)
            throws IOException, InterruptedException, ExecutionException {
        RetailFile file = RetailFile.read(arguments.file);
        Plan plan = Plan.of(file.rows(), Instant.now());
        try (OrdersApi api = new OrdersApi(arguments.api, pause)) {
            api.requireReachable();
            if (!file.charset().equals(UTF_8)) {
                out.println(
                        arguments.file + " is not UTF-8. It is read as " + file.charset() + ".");
            }
            out.printf(
                    Locale.ROOT,
                    "Sending the %,d orders of %s to %s, %d at a time.%n",
                    plan.orders().size(),
                    arguments.file,
                    arguments.api,
                    arguments.parallel);
            Sender sender = new Sender(api, arguments.parallel, terminal, out);
            long start = System.nanoTime();
            List<Sender.Outcome> outcomes = sender.send(plan.orders());
            double seconds = (System.nanoTime() - start) / 1e9;
            Summary summary = new Summary(plan, outcomes, seconds);
            out.print(summary.text());
            return summary.allArrived();
        }
    }
}
