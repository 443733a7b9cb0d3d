package dev.reprise.cli;

import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The choice between one stream and all of them. */
final class OneOrAll {

    @Parameters(
            arity = "0..1",
            paramLabel = "STREAM",
            description = "A stream: a category, a dash and an id, such as order-books-1.")
    String stream = "";

    @Option(names = "--all", description = "All streams, instead of one.")
    boolean all;

    /** Whether exactly one of the two was given. */
    boolean isValid() {
        return all == stream.isEmpty();
    }

    static final String PROBLEM = "Give a STREAM or --all";
}
