package dev.reprise.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvReaderTest {

    @Test
    void fields_stand_between_commas() {
        assertThat(fields("a,b c,\n,,\n"))
                .containsExactly(List.of("a", "b c", ""), List.of("", "", ""));
    }

    @Test
    void a_field_in_quotes_may_hold_commas_quotes_and_line_breaks() {
        assertThat(fields("\"a,b\",\"say \"\"hi\"\"\",\"one\r\ntwo\",\"\"\r\n"))
                .containsExactly(List.of("a,b", "say \"hi\"", "one\r\ntwo", ""));
    }

    @Test
    void a_quote_inside_a_plain_field_is_a_character_like_others() {
        assertThat(fields("RULER 12\",1")).containsExactly(List.of("RULER 12\"", "1"));
    }

    @Test
    void a_line_ends_as_it_does_on_any_system_and_the_last_one_need_not() {
        assertThat(fields("a\r\nb\nc\rd"))
                .containsExactly(List.of("a"), List.of("b"), List.of("c"), List.of("d"));
    }

    @Test
    void an_empty_line_is_no_record_and_a_field_in_quotes_is_one() {
        assertThat(fields("\r\na\r\n\r\n\"\"\r\n\r\n")).containsExactly(List.of("a"), List.of(""));
    }

    @Test
    void an_empty_text_has_no_record() {
        assertThat(fields("")).isEmpty();
    }

    @Test
    void a_record_knows_the_line_it_starts_in() {
        assertThat(records("a\r\n\"b\r\nb\"\r\n\r\nc"))
                .extracting(CsvRecord::line)
                .containsExactly(1, 2, 5);
    }

    @Test
    void a_quote_that_is_never_closed_is_named_by_its_line() {
        assertThatThrownBy(() -> records("a\n\"b\nc\n"))
                .isInstanceOf(StoppedException.class)
                .hasMessage("The file is not CSV: line 2: a quote is opened and never closed.");
    }

    @Test
    void text_after_a_closing_quote_is_refused() {
        assertThatThrownBy(() -> records("a\n\"b\"c\n"))
                .isInstanceOf(StoppedException.class)
                .hasMessage("The file is not CSV: line 2: there is more after a closing quote.");
    }

    private static List<List<String>> fields(String text) {
        return records(text).stream().map(CsvRecord::fields).toList();
    }

    private static List<CsvRecord> records(String text) {
        var reader = new CsvReader(text);
        List<CsvRecord> records = new ArrayList<>();
        for (var record = reader.next(); record.isPresent(); record = reader.next()) {
            records.add(record.get());
        }
        return records;
    }
}
