package dev.reprise.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A CSV file of the form of the <a
 * href="https://archive.ics.uci.edu/dataset/352/online+retail">Online Retail</a> data: one row for
 * each line of an invoice.
 */
final class RetailFile {

    static final List<String> COLUMNS =
            List.of(
                    "InvoiceNo",
                    "StockCode",
                    "Description",
                    "Quantity",
                    "InvoiceDate",
                    "UnitPrice",
                    "CustomerID",
                    "Country");

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private RetailFile() {}

    /**
     * All rows, in their order.
     *
     * @throws StoppedException if there is no such file, it is not CSV, or it has other columns
     */
    static List<Row> read(Path file) {
        var csv = new CsvReader(text(file));
        Optional<CsvRecord> header = csv.next();
        requireColumns(file, header.map(CsvRecord::fields).orElse(List.of()));
        List<Row> rows = new ArrayList<>();
        for (var record = csv.next(); record.isPresent(); record = csv.next()) {
            rows.add(row(record.get()));
        }
        return rows;
    }

    private static String text(Path file) {
        String text;
        try {
            text = decoded(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw new StoppedException("There is no file " + file + ".", e);
        } catch (IOException e) {
            throw new StoppedException("The file " + file + " cannot be read: " + e + ".", e);
        }
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    /** The data is about in ISO 8859-1, too; what is that is seldom UTF-8 by chance. */
    private static String decoded(byte[] bytes) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, ISO_8859_1);
        }
    }

    private static void requireColumns(Path file, List<String> columns) {
        if (!columns.stream().map(String::strip).toList().equals(COLUMNS)) {
            throw new StoppedException(
                    """
                    %s is not of the Online Retail form.
                    Its first line should be  %s
                    and is                    %s\
                    """
                            .formatted(file, String.join(",", COLUMNS), String.join(",", columns)));
        }
    }

    private static Row row(CsvRecord record) {
        List<String> fields = record.fields().stream().map(String::strip).toList();
        if (fields.size() != COLUMNS.size()) {
            throw new StoppedException(
                    "Line %d has %d fields, not %d."
                            .formatted(record.line(), fields.size(), COLUMNS.size()));
        }
        return new Row(
                fields.get(0),
                fields.get(1),
                fields.get(3),
                fields.get(5),
                fields.get(6),
                fields.get(7));
    }
}
