package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc3339Test {

    /** The first five are the examples of RFC 3339, 5.8. */
    @ParameterizedTest
    @CsvSource({
        "1985-04-12T23:20:50.52Z, 1985-04-12T23:20:50.520Z",
        "1996-12-19T16:39:57-08:00, 1996-12-20T00:39:57Z",
        "1990-12-31T23:59:60Z, 1991-01-01T00:00:00Z",
        "1990-12-31T15:59:60-08:00, 1991-01-01T00:00:00Z",
        "1937-01-01T12:00:27.87+00:20, 1937-01-01T11:40:27.870Z",
        "2026-01-31t08:15:30z, 2026-01-31T08:15:30Z",
        "2026-01-31T08:15:30-00:00, 2026-01-31T08:15:30Z",
        "2026-01-31T08:15:30+23:59, 2026-01-30T08:16:30Z",
        "2026-01-31T08:15:30.1234567890123Z, 2026-01-31T08:15:30.123456789Z",
        "2024-02-29T00:00:00Z, 2024-02-29T00:00:00Z",
        "0000-01-01T00:00:00Z, 0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999Z, 9999-12-31T23:59:59.999Z"
    })
    void an_instant_of_rfc_3339_is_read(String text, Instant instant) {
        assertThat(Rfc3339.parse(text)).isEqualTo(instant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2026-01-31",
                "2026-01-31T08:15Z",
                "2026-01-31T08:15:30",
                "2026-01-31 08:15:30Z",
                " 2026-01-31T08:15:30Z",
                "2026-01-31T08:15:30.Z",
                "2026-02-29T00:00:00Z",
                "2026-13-01T00:00:00Z",
                "2026-01-31T24:00:00Z",
                "2026-01-31T08:60:00Z",
                "2026-01-31T08:15:61Z",
                "2026-01-31T08:15:60Z",
                "2026-01-31T08:15:30+01",
                "2026-01-31T08:15:30+0100",
                "2026-01-31T08:15:30+24:00",
                "2026-01-31T08:15:30+01:60",
                "2026-01-31T08:15:30+01:00:00",
                "+12026-01-31T08:15:30Z",
                "-0001-01-31T08:15:30Z",
                "0000-01-01T00:00:00+00:01",
                "9999-12-31T23:59:59-00:01",
                "\u0662026-01-31T08:15:30Z",
                "1769847330"
            })
    void another_text_is_refused(String text) {
        assertThatThrownBy(() -> Rfc3339.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "must be an instant such as 2026-01-31T08:15:30Z or 2026-01-31T09:15:30+01:00");
    }
}
