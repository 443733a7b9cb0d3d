package dev.reprise.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetailFileTest {

    private static final String HEADER = String.join(",", RetailFile.COLUMNS) + "\r\n";
    private static final String ROW = "1001, A1 ,\"A, B\",3,1/2/2025 10:30,1.50,,Österreich\r\n";

    private final Path file;

    RetailFileTest(@TempDir Path temp) {
        file = temp.resolve("orders.csv");
    }

    @Test
    void a_byte_order_mark_is_no_part_of_the_first_column() throws IOException {
        Files.writeString(file, "\uFEFF" + HEADER + ROW);

        assertThat(RetailFile.read(file)).hasSize(1);
    }

    @Test
    void blanks_around_a_field_are_dropped() throws IOException {
        Files.writeString(file, HEADER + ROW);

        assertThat(RetailFile.read(file))
                .containsExactly(new Row("1001", "A1", "3", "1.50", "", "Österreich"));
    }

    @Test
    void a_file_that_is_not_utf_8_is_read_as_iso_8859_1() throws IOException {
        Files.writeString(file, HEADER + ROW, UTF_8);
        var utf8 = RetailFile.read(file);
        Files.writeString(file, HEADER + ROW, ISO_8859_1);

        assertThat(RetailFile.read(file)).isEqualTo(utf8);
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        assertThatThrownBy(() -> RetailFile.read(file))
                .isInstanceOf(StoppedException.class)
                .hasMessage("There is no file " + file + ".");
    }

    @Test
    void other_columns_are_shown_beside_those_that_should_be() throws IOException {
        Files.writeString(file, "Invoice,StockCode,Price\n1001,A1,1\n");

        assertThatThrownBy(() -> RetailFile.read(file))
                .isInstanceOf(StoppedException.class)
                .hasMessageContainingAll(
                        "orders.csv is not of the Online Retail form",
                        "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country",
                        "Invoice,StockCode,Price");
    }

    @Test
    void an_empty_file_is_not_of_the_form() throws IOException {
        Files.createFile(file);

        assertThatThrownBy(() -> RetailFile.read(file)).isInstanceOf(StoppedException.class);
    }

    @Test
    void a_row_with_another_number_of_fields_is_named_by_its_line() throws IOException {
        Files.writeString(file, HEADER + ROW + "1002,A1,x,1\r\n");

        assertThatThrownBy(() -> RetailFile.read(file))
                .isInstanceOf(StoppedException.class)
                .hasMessage("Line 3 has 4 fields, not 8.");
    }
}
