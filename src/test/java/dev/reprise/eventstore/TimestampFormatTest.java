package dev.reprise.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampFormatTest {

    @ParameterizedTest
    @CsvSource({
        "2026-01-31T08:15:30.120Z, 2026-01-31T08:15:30.120Z",
        "2026-01-31T08:15:30Z, 2026-01-31T08:15:30.000Z",
        "2026-01-31T00:00:00Z, 2026-01-31T00:00:00.000Z",
        "2026-01-31T08:15:30.120999Z, 2026-01-31T08:15:30.120Z",
        "1970-01-01T00:00:00Z, 1970-01-01T00:00:00.000Z",
        "0001-01-01T00:00:00Z, 0001-01-01T00:00:00.000Z",
        "9999-12-31T23:59:59.999Z, 9999-12-31T23:59:59.999Z"
    })
    void a_timestamp_is_written_to_the_millisecond_in_24_characters(Instant at, String text) {
        assertThat(TimestampFormat.format(at)).isEqualTo(text).hasSize(24);
        assertThat(TimestampFormat.parse(text)).isEqualTo(Instant.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-01-31T08:15:30Z",
                "2026-01-31T08:15:30.12Z",
                "2026-01-31T08:15:30.1200Z",
                "2026-01-31T08:15:30.120+00:00",
                "2026-01-31T08:15:30.120",
                "2026/01-31T08:15:30.120Z",
                "2026-01/31T08:15:30.120Z",
                "2026-01-31 08:15:30.120Z",
                "2026-01-31T08.15:30.120Z",
                "2026-01-31T08:15.30.120Z",
                "2026-01-31T08:15:30,120Z",
                "2026-01-31T08:15:30.120z",
                "2026-01-3/T08:15:30.120Z",
                "2026-01-2:T08:15:30.120Z",
                "2026-13-31T08:15:30.120Z",
                "2026-02-30T08:15:30.120Z",
                "2026-01-31T24:00:00.000Z"
            })
    void a_text_in_another_format_is_not_parsed(String text) {
        assertThatThrownBy(() -> TimestampFormat.parse(text)).isInstanceOf(DateTimeException.class);
    }
}
