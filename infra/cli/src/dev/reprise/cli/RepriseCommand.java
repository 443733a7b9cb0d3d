package dev.reprise.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The tool itself. Each of its commands is a class of its own. */
@Command(
        name = "reprise",
        usageHelpWidth = 110,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "",
            "Works with orders, event streams and read models over the HTTP API.",
            "reprise COMMAND --help describes a command, with examples.",
            ""
        })
final class RepriseCommand {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Prints this help.")
    boolean help;
}
