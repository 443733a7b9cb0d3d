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
                    "The token for a deployment with Authorization=jwt (default: $REPRISE_TOKEN). Prefer the variable: other users of the machine can see the arguments of a command.")
    String token = "";

    @Option(
            names = "--attempts",
            paramLabel = "N",
            defaultValue = "6",
            description =
                    "The maximum number of attempts for a request that gets 429, 502, 503, 504 or no answer (default: 6). Between two attempts the tool waits as long as Retry-After asks, at most 30 seconds.")
    int attempts = 6;

    @Option(names = "--json", description = "Prints JSON for scripts, and no progress.")
    boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Prints this help.")
    boolean help;
}
