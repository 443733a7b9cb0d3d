package dev.reprise.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sends the invoices of a CSV file as orders. */
@Command(
        name = "load",
        sortOptions = false,
        header = "Sends the invoices of a CSV file as orders.",
        description = {
            "",
            "Sends the invoices of a CSV file in the format of the Online Retail data. Each invoice becomes an order: one request creates it with all its rows, a second request ships it to its country.",
            "",
            "You can run the command again, also after it was ended early. Nothing is recorded twice: each request has an Idempotency-Key that is computed from its content. An invoice that was changed meanwhile is refused.",
            ""
        },
        footer = {
            "",
            "The file is UTF-8, UTF-16 with a byte order mark, or else Windows-1252. Blanks around a field, and lines without any value, are ignored. InvoiceNo, StockCode and CustomerID may be written as 17850.0, which means 17850, and a quantity as 2.0. Numbers have a decimal point and no thousands separator. All rows with the same InvoiceNo are one invoice, wherever they are in the file. An empty customer becomes \"guest\". An order whose country is empty, nan or null stays open, because there is nowhere to ship it to.",
            "",
            "InvoiceDate is sent as the time of the order. It is an ISO date, or one such as 12/1/2010 8:26, in UTC unless it has an offset. The order of day and month is the one in which more dates of the file exist. If both orders fit equally, the month is first in a file with times of day, and the day is first in a file without.",
            "",
            "Skipped, and counted by reason: credit notes (C...); adjustments (A...); invoices that name two customers or two countries; invoices whose customer is nan or null; invoices whose number or customer is not a legal id; invoices whose date cannot be read or is in the future; rows whose item id, quantity or price the API would refuse; invoices with no row left, or with more than the 1,000 lines of an order.",
            "",
            "Examples:",
            "  reprise load",
            "  reprise load invoices.csv",
            "  reprise load invoices.csv --url https://api.example.com/v1 --parallel 4 --json"
        })
final class LoadCommand extends ApiCommand {

    private static final int MAX_PARALLEL = 256;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE.csv",
            description = {
                "The file to send (default: the sample beside this tool). Its columns:",
                RetailFile.HEADER
            })
    Path file;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description = "How many orders are sent at a time, 1 to 256 (default: 16).")
    int parallel = 16;

    /**
     * @param sample the file if the arguments name none
     */
    LoadCommand(Console console, Path sample) {
        super(console);
        this.file = sample;
    }

    @Override
    void check() {
        require(
                parallel >= 1 && parallel <= MAX_PARALLEL,
                "--parallel takes a number from 1 to 256, not " + parallel);
    }

    @Override
    ExitCode run(Api api) throws Exception {
        RetailFile read = RetailFile.read(file);
        Plan plan = Plan.of(read.rows(), Instant.now());
        api.requireReachable();
        if (!options.json) {
            announce(read, plan);
        }
        console.ifInterrupted("Run the same command again: it records nothing twice.");
        return send(api, plan);
    }

    private void announce(RetailFile read, Plan plan) {
        if (!read.charset().equals(UTF_8)) {
            print(file + " is not UTF-8. It is read as " + read.charset() + ".");
        }
        print(
                String.format(
                        Locale.ROOT,
                        "Sending the %,d orders of %s to %s, %d at a time.",
                        plan.orders().size(),
                        file,
                        options.url,
                        parallel));
    }

    private ExitCode send(Api api, Plan plan) throws InterruptedException, ExecutionException {
        Sender sender = new Sender(new OrdersApi(api), parallel, progress());
        long start = System.nanoTime();
        List<Sender.Outcome> outcomes = sender.send(plan.orders());
        double seconds = (System.nanoTime() - start) / 1e9;
        Summary summary = new Summary(plan, outcomes, api.repeated(), seconds);
        if (options.json) {
            printJson(summary.json());
        } else {
            console.out().print(summary.text());
        }
        if (sender.end().isPresent()) {
            throw sender.end().get();
        }
        return summary.allArrived() ? ExitCode.DONE : ExitCode.WRONG;
    }
}
