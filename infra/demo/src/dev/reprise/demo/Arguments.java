package dev.reprise.demo;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** The command line. */
@Command(
        name = "infra/demo/run",
        customSynopsis = "infra/demo/run [--parallel N] [FILE.csv] [http://API]",
        usageHelpWidth = 110,
        sortOptions = false,
        description =
                """

                Sends a CSV file in the format of the Online Retail data to a running API. Each invoice becomes an
                order: one request creates it with all its rows, a second request ships it to its country.
                """,
        footer =
                """

                The file is UTF-8, UTF-16 with a byte order mark, or else Windows-1252. Blanks around a field, and
                lines without any value, are ignored. InvoiceNo, StockCode and CustomerID may be written as 17850.0,
                which means 17850, and a quantity as 2.0. Numbers have a decimal point and no thousands separator.
                All rows with the same InvoiceNo are one invoice, wherever they are in the file. An empty customer
                becomes "guest". An order whose country is empty, nan or null stays open, because there is nowhere to
                ship it to.

                InvoiceDate is sent as the time of the order. It is an ISO date, or one such as 12/1/2010 8:26, in UTC
                unless it says otherwise. Day and month are read in the order in which more dates of the file exist;
                if both orders are possible, the month is first in a file with times of day, and the day in another.

                Skipped, and counted by reason: credit notes (C...); adjustments (A...); invoices that name two
                customers or two countries; invoices whose customer is nan or null; invoices whose number or customer
                is not a legal id; invoices whose date cannot be read or is in the future; rows whose item id, quantity
                or price the API would refuse; invoices with no row left, or with more than the 1,000 lines of an
                order.

                Sending a file again changes nothing: each request has an Idempotency-Key made of its invoice and
                step. A request that gets 429, 503 or no answer is sent up to 6 times in all, with the same key.

                Exit code: 0 if every order arrived, 1 if one did not or nothing could be sent, 2 for wrong arguments.\
                """)
final class Arguments {

    @Parameters(
            index = "0..*",
            paramLabel = "FILE.csv",
            hideParamSyntax = true,
            description = {
                "The file to send (default: the sample beside this command). Its columns:",
                RetailFile.HEADER
            })
    private final List<String> files = new ArrayList<>();

    @Parameters(
            index = "0..*",
            paramLabel = "http://API",
            hideParamSyntax = true,
            description = "The API's address, http or https (default: http://localhost:8080).")
    private final List<String> addresses = new ArrayList<>();

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description = "How many orders are sent at a time, 1 to 256 (default: 16).")
    int parallel = 16;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Prints this help.")
    boolean help;

    Path file;

    /** The API's address, without a slash at its end. */
    URI api = URI.create("http://localhost:8080");

    private Arguments(Path sample) {
        this.file = sample;
    }

    /**
     * @param sample the file if {@code args} name none
     * @throws ParameterException for an argument that is unknown, repeated or not valid
     */
    static Arguments parse(List<String> args, Path sample) {
        Arguments arguments = new Arguments(sample);
        CommandLine command = new CommandLine(arguments);
        command.parseArgs(args.toArray(String[]::new));
        try {
            arguments.complete();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command, e.getMessage(), e);
        }
        return arguments;
    }

    /** picocli put each parameter into both lists: an address is the one with a scheme. */
    private void complete() {
        require(
                parallel >= 1 && parallel <= 256,
                "--parallel takes a number from 1 to 256, not '" + parallel + "'.");
        files.removeIf(parameter -> parameter.contains("://"));
        require(files.size() <= 1, "Expected one file at most, got " + files + ".");
        files.forEach(name -> file = Path.of(name));
        addresses.removeIf(parameter -> !parameter.contains("://"));
        require(addresses.size() <= 1, "Expected one address at most, got " + addresses + ".");
        addresses.forEach(address -> api = api(address));
    }

    private static URI api(String text) {
        String problem = "'" + text + "' is not an address such as http://localhost:8080.";
        require(text.matches("https?://[^?#]+"), problem);
        try {
            URI api = new URI(text.replaceFirst("/+$", ""));
            require(api.getHost() != null, problem);
            return api;
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(problem, e);
        }
    }

    private static void require(boolean valid, String problem) {
        if (!valid) {
            throw new IllegalArgumentException(problem);
        }
    }
}
