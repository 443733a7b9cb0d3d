package dev.reprise.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads a CSV file in the format of the <a
 * href="https://archive.ics.uci.edu/dataset/352/online+retail">Online Retail</a> data, which has a
 * row for each line of an invoice.
 */
final class RetailFile {

    static final String HEADER =
            "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country";

    private static final int COLUMNS = HEADER.split(",").length;

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** The fields that the demo uses, without the blanks around them. */
    record Row(
            String invoiceNo,
            String stockCode,
            String quantity,
            String unitPrice,
            String customerId,
            String country) {}

    private RetailFile() {}

    /**
     * Returns the rows in the order of the file.
     *
     * @throws IOException if the file cannot be read or has another format; its message is for the
     *     user
     */
    static List<Row> read(Path file) throws IOException {
        try (CSVParser csv = CSVParser.parse(text(file), CSVFormat.DEFAULT)) {
            Iterator<CSVRecord> records = csv.iterator();
            if (!records.hasNext()) {
                throw new IOException(file + " is empty.");
            }
            String header = String.join(",", fields(records.next()));
            if (!header.equals(HEADER)) {
                throw new IOException(
                        "%s does not have the columns of the Online Retail data.%nExpected first line: %s%nActual first line:   %s"
                                .formatted(file, HEADER, header));
            }
            List<Row> rows = new ArrayList<>();
            while (records.hasNext()) {
                List<String> row = fields(records.next());
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

    private static List<String> fields(CSVRecord record) {
        return record.stream().map(String::strip).toList();
    }

    private static String text(Path file) throws IOException {
        try {
            String text = decoded(file);
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (NoSuchFileException e) {
            throw new IOException("There is no file " + file + ".", e);
        } catch (IOException e) {
            throw new IOException(file + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /** The data is published in UTF-8 and in ISO 8859-1, which is hardly ever valid UTF-8. */
    private static String decoded(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException _) {
            return Files.readString(file, ISO_8859_1);
        }
    }
}
