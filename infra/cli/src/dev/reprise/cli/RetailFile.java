package dev.reprise.cli;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;

/**
 * A CSV file in the format of the <a
 * href="https://archive.ics.uci.edu/dataset/352/online+retail">Online Retail</a> data, which has a
 * row for each line of an invoice.
 *
 * @param rows in the order of the file
 */
record RetailFile(Charset charset, List<Row> rows) {

    static final String HEADER =
            "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country";

    private static final int COLUMNS = HEADER.split(",").length;

    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private static final Set<Character> UTF_16_MARKS = Set.of('\uFEFF', '\uFFFE');

    /**
     * The fields that the tool uses, without the blanks around them. A number in an id is whole:
     * 17850.0 becomes 17850. A field without a value, such as nan or null, becomes empty, except
     * for the customer, because an empty customer is a guest.
     */
    record Row(
            String invoiceNo,
            String stockCode,
            String quantity,
            String invoiceDate,
            String unitPrice,
            String customerId,
            String country) {

        Row {
            invoiceNo = isMissing(invoiceNo) ? "" : id(invoiceNo);
            stockCode = isMissing(stockCode) ? "" : id(stockCode);
            customerId = id(customerId);
            country = isMissing(country) ? "" : country;
        }

        boolean customerIsMissing() {
            return isMissing(customerId);
        }

        private static boolean isMissing(String field) {
            return field.matches("(?i)nan|null|none|#?n/a|<na>");
        }

        private static String id(String field) {
            return field.replaceFirst("^([0-9]+)[.]0+$", "$1");
        }
    }

    RetailFile {
        rows = List.copyOf(rows);
    }

    /**
     * Reads a file in UTF-8, in UTF-16 with a byte order mark, or else in Windows-1252.
     *
     * @throws IOException if the file cannot be read or has another format; its message is for the
     *     user
     */
    static RetailFile read(Path file) throws IOException {
        Charset charset;
        String text;
        try {
            byte[] bytes = Files.readAllBytes(file);
            charset = charset(bytes);
            text = decoded(bytes, charset);
        } catch (NoSuchFileException e) {
            throw new IOException("There is no file " + file + ".", e);
        } catch (CharacterCodingException e) {
            throw new IOException(
                    file + " is neither UTF-8 nor Windows-1252 text. Save it as UTF-8.", e);
        } catch (IOException e) {
            throw new IOException(file + " cannot be read: " + e.getMessage() + ".", e);
        }
        return new RetailFile(charset, rows(file, text));
    }

    /** Windows-1252 text with letters beyond ASCII is hardly ever valid UTF-8. */
    private static Charset charset(byte[] bytes) {
        if (bytes.length > 1 && UTF_16_MARKS.contains(ByteBuffer.wrap(bytes).getChar())) {
            return UTF_16;
        }
        try {
            decoded(bytes, UTF_8);
            return UTF_8;
        } catch (CharacterCodingException _) {
            return WINDOWS_1252;
        }
    }

    private static String decoded(byte[] bytes, Charset charset) throws CharacterCodingException {
        String text = charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    private static List<Row> rows(Path file, String text) throws IOException {
        try (CSVParser csv = CSVParser.parse(text, CSVFormat.DEFAULT)) {
            Iterator<List<String>> lines =
                    csv.stream()
                            .map(line -> line.stream().map(String::strip).toList())
                            .filter(line -> !line.stream().allMatch(String::isEmpty))
                            .iterator();
            if (!lines.hasNext()) {
                throw new IOException(file + " is empty.");
            }
            String header = String.join(",", lines.next());
            if (!header.equals(HEADER)) {
                throw new IOException(
                        "%s does not have the columns of the Online Retail data.%nExpected first line: %s%nActual first line:   %s"
                                .formatted(file, HEADER, header));
            }
            List<Row> rows = new ArrayList<>();
            while (lines.hasNext()) {
                List<String> row = lines.next();
                if (row.size() != COLUMNS) {
                    throw new IOException(
                            "%s: the row that ends in line %d has %d fields instead of %d."
                                    .formatted(
                                            file, csv.getCurrentLineNumber(), row.size(), COLUMNS));
                }
                rows.add(
                        new Row(
                                row.get(0),
                                row.get(1),
                                row.get(3),
                                row.get(4),
                                row.get(5),
                                row.get(6),
                                row.get(7)));
            }
            return rows;
        } catch (UncheckedIOException e) {
            throw new IOException(
                    "%s is not a CSV file. A quote is not closed, or text follows a closing quote: %s."
                            .formatted(file, Objects.requireNonNull(e.getCause()).getMessage()),
                    e);
        }
    }
}
