package dev.reprise.cli;

import java.net.URI;
import picocli.CommandLine.Option;

/** The options of every command that calls the API. */
final class ApiOptions {

    @Option(
            names = "--url",
            paramLabel = "URL",
            converter = ApiAddress.class,
            defaultValue = "${env:REPRISE_URL:-http://localhost:8080}",
            description =
                    "The API's address, with its base path if it has one (default: $REPRISE_URL, or http://localhost:8080).")
    URI url = URI.create("http://localhost:8080");

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            defaultValue = "${env:REPRISE_TOKEN:-}",
            description =
                    "The token of a deployment with Authorization=jwt (default: $REPRISE_TOKEN). Other users of the machine can see arguments: prefer the variable.")
    String token = "";

    @Option(
            names = "--attempts",
            paramLabel = "N",
            defaultValue = "6",
            description =
                    "How often a request is sent at most that gets 429, 502, 503, 504 or no answer (default: 6). Between two attempts are as many seconds as Retry-After says, 30 at most.")
    int attempts = 6;

    @Option(names = "--json", description = "Prints JSON for scripts, and no progress.")
    boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Prints this help.")
    boolean help;
}
