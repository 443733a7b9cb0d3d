package dev.reprise.cli;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.reprise.cli.RetailFile.Row;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetailFileTest {

    private static final String HEADER = RetailFile.HEADER + "\r\n";
    private static final String ROW = "1001, A1 ,\"A, B\",3,1/2/2025 10:30,1.50,,Österreich\r\n";
    private static final String NOT_CSV =
            "orders.csv is not a CSV file. A quote is not closed, or text follows a closing quote: ";
    private static final Row EXPECTED =
            new Row("1001", "A1", "3", "1/2/2025 10:30", "1.50", "", "Österreich");

    private final Path file;

    RetailFileTest(@TempDir Path temp) {
        file = temp.resolve("orders.csv");
    }

    @Test
    void a_byte_order_mark_is_not_part_of_the_first_column() throws IOException {
        assertThat(read("\uFEFF" + HEADER + ROW)).containsExactly(EXPECTED);
    }

    @Test
    void blanks_around_a_field_are_removed() throws IOException {
        assertThat(read(HEADER + ROW)).containsExactly(EXPECTED);
    }

    @Test
    void a_file_that_is_not_utf_8_is_read_as_windows_1252() throws IOException {
        Charset windows = Charset.forName("windows-1252");
        Files.writeString(file, HEADER + "1,A,,3,,1,,Côte d’Ivoire €\r\n", windows);

        RetailFile read = RetailFile.read(file);

        assertThat(read.charset()).isEqualTo(windows);
        assertThat(read.rows()).extracting(Row::country).containsExactly("Côte d’Ivoire €");
    }

    @Test
    void a_file_that_is_utf_8_is_not_read_as_windows_1252() throws IOException {
        assertThat(read(HEADER + "1,A,,3,,1,,Côte d’Ivoire €\r\n"))
                .extracting(Row::country)
                .containsExactly("Côte d’Ivoire €");
        assertThat(RetailFile.read(file).charset()).isEqualTo(UTF_8);
    }

    @Test
    void utf_16_with_a_byte_order_mark_is_read_in_both_byte_orders() throws IOException {
        for (Charset charset : List.of(UTF_16BE, UTF_16LE)) {
            Files.writeString(file, "\uFEFF" + HEADER + ROW, charset);

            assertThat(RetailFile.read(file).rows()).as("%s", charset).containsExactly(EXPECTED);
        }
    }

    @Test
    void bytes_that_are_no_text_are_refused() throws IOException {
        Files.write(file, new byte[] {'a', (byte) 0x81, '\n'});

        assertThatThrownBy(() -> RetailFile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessage(file + " is neither UTF-8 nor Windows-1252 text. Save it as UTF-8.");
    }

    @Test
    void whole_numbers_in_the_ids_lose_the_decimals_that_a_spreadsheet_gave_them()
            throws IOException {
        assertThat(
                        read(
                                HEADER
                                        + "536365.0,22423.0,,2.0,,2.0,17850.00,X\r\n"
                                        + "536365.5,1.0.0,,1,,1,A1.0,1.0\r\n"))
                .containsExactly(
                        new Row("536365", "22423", "2.0", "", "2.0", "17850", "X"),
                        new Row("536365.5", "1.0.0", "1", "", "1", "A1.0", "1.0"));
    }

    @Test
    void nan_and_null_are_no_number_item_or_country() throws IOException {
        for (String missing :
                List.of("nan", "NaN", "null", "NULL", "None", "N/A", "#N/A", "<NA>")) {
            assertThat(read(HEADER + "%1$s,%1$s,,1,,1,,%1$s\r\n".formatted(missing)))
                    .as(missing)
                    .containsExactly(new Row("", "", "1", "", "1", "", ""));
        }
        assertThat(read(HEADER + "1,A,,1,,1,,Nantes\r\n"))
                .extracting(Row::country)
                .containsExactly("Nantes");
    }

    @Test
    void a_date_is_kept_as_it_is() throws IOException {
        for (String date : List.of("3/2/2025", "12/1/2010 8:26", "2010-12-01T08:26:00Z", "")) {
            assertThat(read(HEADER + "1,A,,3," + date + ",1,,X\r\n"))
                    .as(date)
                    .containsExactly(new Row("1", "A", "3", date, "1", "", "X"));
        }
    }

    @Test
    void a_field_in_quotes_can_hold_commas_quotes_and_line_breaks() throws IOException {
        assertThat(read(HEADER + "1,\"A,1\",,\"say \"\"hi\"\"\",,\"one\r\ntwo\",\"\",x\r\n"))
                .containsExactly(new Row("1", "A,1", "say \"hi\"", "", "one\r\ntwo", "", "x"));
    }

    @Test
    void a_quote_inside_a_field_without_quotes_is_kept() throws IOException {
        assertThat(read(HEADER + "1,RULER 12\",,3,,1,,\r\n"))
                .containsExactly(new Row("1", "RULER 12\"", "3", "", "1", "", ""));
    }

    @Test
    void lines_end_as_on_any_system_and_the_last_one_need_not_end() throws IOException {
        for (String lineEnd : List.of("\r\n", "\n", "\r")) {
            assertThat(read(HEADER.strip() + lineEnd + "1,A,,3,,1,,X" + lineEnd + "2,B,,3,,1,,Y"))
                    .extracting(Row::invoiceNo, Row::country)
                    .containsExactly(tuple("1", "X"), tuple("2", "Y"));
        }
    }

    @Test
    void lines_without_a_value_are_ignored() throws IOException {
        for (String line : List.of("", "  ", ",,,,,,,", " , ,,", "\"\"", ",,,,,,,,,")) {
            String empty = line + "\r\n";
            assertThat(read(empty + HEADER + empty + ROW + empty + line))
                    .as(line)
                    .containsExactly(EXPECTED);
        }
    }

    @Test
    void a_file_without_rows_has_none() throws IOException {
        assertThat(read(HEADER)).isEmpty();
    }

    @Test
    void a_missing_file_is_named() {
        assertThatThrownBy(() -> RetailFile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessage("There is no file " + file + ".");
    }

    @Test
    void a_folder_cannot_be_read() {
        Path folder = file.resolveSibling(".");

        assertThatThrownBy(() -> RetailFile.read(folder))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(folder + " cannot be read: ");
    }

    @Test
    void the_expected_and_the_actual_columns_are_shown() {
        assertRefused(
                "Invoice,StockCode,Price\n1001,A1,1\n",
                """
                orders.csv does not have the columns of the Online Retail data.
                Expected first line: InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
                Actual first line:   Invoice,StockCode,Price\
                """);
    }

    @Test
    void an_empty_file_is_refused() {
        assertRefused("", "orders.csv is empty.");
        assertRefused("\r\n,,\r\n", "orders.csv is empty.");
    }

    @Test
    void a_row_with_too_few_fields_is_named_by_its_line() {
        String tooShort = "orders.csv: the row that ends in line %d has 4 fields instead of 8.";

        assertRefused(HEADER + ROW + "1002,A1,x,1\r\n", tooShort.formatted(3));
        assertRefused(HEADER + ROW + "1002,A1,x,1", tooShort.formatted(3));
        assertRefused(HEADER + "\r\n" + "1002,A1,\"x\r\ny\",1\r\n" + ROW, tooShort.formatted(4));
        assertRefused(
                HEADER + ",,,,,,,\r\n" + ROW + "1002\r\n",
                tooShort.formatted(4).replace("4 fields", "1 fields"));
    }

    @Test
    void a_quote_that_is_not_closed_is_named_by_its_line() {
        assertRefused(
                HEADER + "1,\"b\nc\n",
                NOT_CSV + "(startline 2) EOF reached before encapsulated token finished.");
    }

    @Test
    void text_after_a_closing_quote_is_named_by_its_line() {
        assertRefused(
                HEADER + "1,\"b\"c\n",
                NOT_CSV
                        + "Invalid character between encapsulated token and delimiter at line: 2, position: 89.");
    }

    private List<Row> read(String text) throws IOException {
        Files.writeString(file, text);
        return RetailFile.read(file).rows();
    }

    private void assertRefused(String text, String message) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(IOException.class)
                .extracting(Throwable::getMessage, STRING)
                .isEqualToNormalizingNewlines(file.getParent() + "/" + message);
    }
}
