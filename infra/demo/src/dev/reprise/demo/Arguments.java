package dev.reprise.demo;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What the command line asks for.
 *
 * @param api the API's address, without a slash at its end
 */
record Arguments(boolean help, URI api, Path file, int parallel) {

    static final String HELP =
            """
            Usage: infra/demo/run [--parallel N] [FILE.csv] [http://API]

            Sends a CSV of the Online Retail form to a running API: each invoice becomes an order, with
            all its lines in one request, and a second request ships it to its country.

              FILE.csv      the file (default: the sample beside this command), with the columns
                            InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
              http://API    the API's address, http or https (default: http://localhost:8080)
              --parallel N  how many orders are sent at a time, 1 to 256 (default: 16)
              --help        prints this

            A customer that is empty becomes "guest". A country that is empty leaves the order open: there is
            nowhere to ship it to. Blanks around a field are dropped. Rows of one invoice belong together
            wherever they stand.
            Left out, and counted with the reason: credit notes (C...), invoices that name two customers or two
            countries or whose number or customer is no legal id, rows whose item id, quantity or price the API
            would refuse, and invoices that have no row left or more than the 1,000 lines of an order.

            Sending a file again changes nothing: each request bears an Idempotency-Key made of its invoice and step.
            An answer 429 or 503, or none at all, is tried up to 6 times in all with the same key.

            Exit code: 0 if every order arrived, 1 if one did not or nothing could be sent, 2 for wrong arguments.
            """;

    private static final URI LOCAL = URI.create("http://localhost:8080");
    private static final int DEFAULT_PARALLEL = 16;
    private static final int MAX_PARALLEL = 256;

    /**
     * @param sample the file if {@code args} name none
     * @throws UsageException for an argument that is unknown, twice there, or not of its form
     */
    static Arguments parse(List<String> args, Path sample) {
        boolean help = false;
        List<URI> addresses = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        int parallel = DEFAULT_PARALLEL;
        Deque<String> rest = new ArrayDeque<>(args);
        while (!rest.isEmpty()) {
            String arg = rest.pop();
            if (arg.equals("--help") || arg.equals("-h")) {
                help = true;
            } else if (arg.equals("--parallel")) {
                parallel = parallel(rest.isEmpty() ? "" : rest.pop());
            } else if (arg.startsWith("--parallel=")) {
                parallel = parallel(arg.substring("--parallel=".length()));
            } else if (arg.startsWith("-")) {
                throw new UsageException("There is no option " + arg + ".");
            } else if (arg.contains("://")) {
                addresses.add(address(arg));
            } else {
                files.add(Path.of(arg));
            }
        }
        return new Arguments(
                help, oneOf(addresses, "address", LOCAL), oneOf(files, "file", sample), parallel);
    }

    private static <T> T oneOf(List<T> named, String what, T otherwise) {
        if (named.size() > 1) {
            throw new UsageException("One " + what + " at a time, not all of " + named + ".");
        }
        return named.isEmpty() ? otherwise : named.getFirst();
    }

    private static int parallel(String text) {
        if (text.matches("[0-9]{1,3}")) {
            int parallel = Integer.parseInt(text);
            if (parallel >= 1 && parallel <= MAX_PARALLEL) {
                return parallel;
            }
        }
        throw new UsageException(
                "--parallel takes a number from 1 to " + MAX_PARALLEL + ", not '" + text + "'.");
    }

    private static URI address(String text) {
        try {
            var address = new URI(text.replaceFirst("/+$", ""));
            if (List.of("http", "https").contains(address.getScheme())
                    && address.getHost() != null
                    && address.getQuery() == null
                    && address.getFragment() == null) {
                return address;
            }
        } catch (URISyntaxException e) {
            throw new UsageException("'" + text + "' is no address: " + e.getMessage() + ".");
        }
        throw new UsageException("'" + text + "' is no address such as http://localhost:8080.");
    }
}
