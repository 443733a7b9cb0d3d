package dev.reprise.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the completion of commands and options for shells. */
@Command(
        name = "completion",
        header = "Prints the completion of commands and options for bash and zsh.",
        description = {
            "",
            "Prints a script that completes commands and options in bash and zsh.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  source <(reprise completion)",
            "  reprise completion > ~/.local/share/bash-completion/completions/reprise"
        })
final class CompletionCommand implements Callable<Integer> {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Prints this help.")
    boolean help;

    @Spec CommandSpec spec = CommandSpec.create();

    private final Console console;

    CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        CommandLine tool = spec.root().commandLine();
        console.out().print(AutoComplete.bash(tool.getCommandName(), tool));
        return ExitCode.DONE.number();
    }
}
