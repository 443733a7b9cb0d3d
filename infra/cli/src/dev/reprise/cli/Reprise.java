package dev.reprise.cli;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The program: {@code infra/cli/reprise --help} describes how to use it. */
final class Reprise {

    /** Set by the script that starts the program: whether the error output is a terminal. */
    private static final String TERMINAL = "reprise.terminal";

    private static final String SAMPLE = "reprise.sample";
    private static final int HELP_WIDTH = 110;

    private final Console console;
    private final CommandLine commands;

    /**
     * @param sample the file that {@code load} sends if its arguments name none
     */
    Reprise(Console console, Path sample) {
        this.console = console;
        this.commands = new CommandLine(new RepriseCommand());
        List.of(
                        new LoadCommand(console, sample),
                        new ShowCommand(console),
                        new WatchCommand(console),
                        new VerifyCommand(console),
                        new RebuildCommand(console),
                        new RepairCommand(console),
                        new RedriveCommand(console),
                        new ExportCommand(console),
                        new ImportCommand(console),
                        new CompletionCommand(console))
                .forEach(commands::addSubcommand);
        commands.setOut(writer(console.out()));
        commands.setErr(writer(console.err()));
        commands.setParameterExceptionHandler((e, _) -> usage(e));
        commands.setExecutionExceptionHandler((e, _, _) -> failed(e));
        for (CommandLine command : commands.getSubcommands().values()) {
            command.setUsageHelpWidth(HELP_WIDTH);
            describeExitCodes(command);
        }
        describeExitCodes(commands);
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, stream.charset()), true);
    }

    private static void describeExitCodes(CommandLine command) {
        command.getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(ExitCode.table());
    }

    public static void main(String[] args) {
        Console console =
                new Console(System.out, System.err, Boolean.getBoolean(TERMINAL), Thread::sleep);
        AtomicBoolean ended = new AtomicBoolean();
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> {
                            if (!ended.get() && !console.hint().get().isEmpty()) {
                                console.err().println();
                                console.err().println("Interrupted. " + console.hint().get());
                            }
                        }));
        Path sample = Path.of(System.getProperty(SAMPLE, "infra/cli/sample.csv"));
        int exitCode = new Reprise(console, sample).run(args);
        ended.set(true);
        System.exit(exitCode);
    }

    /** Returns the exit code. */
    int run(String... args) {
        if (args.length == 0) {
            commands.usage(console.err());
            return ExitCode.USAGE.number();
        }
        return commands.execute(args);
    }

    /** All commands, for the completion of shells. */
    CommandLine commands() {
        return commands;
    }

    private int usage(ParameterException e) {
        CommandLine command = e.getCommandLine();
        console.err().println(Texts.plain(String.valueOf(e.getMessage())));
        console.err()
                .println(command.getCommandSpec().qualifiedName() + " --help lists the arguments.");
        return ExitCode.USAGE.number();
    }

    private int failed(Exception e) throws Exception {
        if (e instanceof Failure failure) {
            console.err().println(failure.text());
            if (failure.code() == ExitCode.UNREACHABLE && !console.hint().get().isEmpty()) {
                console.err().println(console.hint().get());
            }
            return failure.code().number();
        }
        if (e instanceof IOException || e instanceof UncheckedIOException) {
            console.err().println(Texts.plain(String.valueOf(e.getMessage())));
            return ExitCode.USAGE.number();
        }
        if (e instanceof InterruptedException) {
            return ExitCode.INTERRUPTED.number();
        }
        throw e;
    }
}
