package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.values.DayRange;
import dev.reprise.values.TimeRange;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RangeParametersTest {

    private static final Instant NOW = Instant.parse("2026-03-31T23:59:59.999Z");

    private static String days(@Nullable String from, @Nullable String to) {
        DayRange days = RangeParameters.days(from, to, 30, NOW);
        return days.from() + " " + days.to();
    }

    private static String times(@Nullable String from, @Nullable String to) {
        TimeRange times = RangeParameters.times(from, to, NOW).orElseThrow();
        return times.from() + " " + times.to();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-31, 2026-02-01, 2026-01-31 2026-02-01",
        "2026-01-31, 2026-01-31, 2026-01-31 2026-01-31",
        "2026-01-31,, 2026-01-31 2026-03-31",
        ", 2026-01-31, 2026-01-02 2026-01-31",
        ",, 2026-03-02 2026-03-31",
        "2026-04-02,, 2026-04-02 2026-04-02",
        "2025-03-31,, 2025-03-31 2026-03-31",
        "2024-01-01, 2024-12-31, 2024-01-01 2024-12-31",
        "0000-01-01, 0000-01-02, 0000-01-01 0000-01-02",
        "9999-12-31, 9999-12-31, 9999-12-31 9999-12-31"
    })
    void days_are_read_with_their_defaults(
            @Nullable String from, @Nullable String to, String expected) {
        assertThat(days(from, to)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-31, 2026-02-01, 2026-01-31T00:00:00Z 2026-02-01T23:59:59.999Z",
        "2026-01-31,, 2026-01-31T00:00:00Z 2026-03-31T23:59:59.999Z",
        "2026-04-02T10:00:00Z,, 2026-04-02T10:00:00Z 2026-04-02T23:59:59.999Z",
        "2026-01-31T08:15:30+01:00, 2026-01-31, 2026-01-31T07:15:30Z 2026-01-31T23:59:59.999Z",
        "2026-01-31t08:15:30.0001Z, 2026-01-31T08:15:30.0019z, 2026-01-31T08:15:30.001Z 2026-01-31T08:15:30.001Z",
        "2026-01-31T08:15:30Z, 2026-01-31T08:15:30Z, 2026-01-31T08:15:30Z 2026-01-31T08:15:30Z",
        "2025-01-01T00:00:00Z, 2026-01-02T00:00:00Z, 2025-01-01T00:00:00Z 2026-01-02T00:00:00Z",
        "2025-01-01, 2026-01-01, 2025-01-01T00:00:00Z 2026-01-01T23:59:59.999Z",
        "9999-12-31, 9999-12-31, 9999-12-31T00:00:00Z 9999-12-31T23:59:59.999Z"
    })
    void days_and_instants_are_read_as_times(String from, @Nullable String to, String expected) {
        assertThat(times(from, to)).isEqualTo(expected);
    }

    @Test
    void no_parameters_are_no_range_of_times() {
        assertThat(RangeParameters.times(null, null, NOW)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-02-30,, from must be a date such as 2026-01-31",
        "26-02-03,, from must be a date such as 2026-01-31",
        "+2026-02-03,, from must be a date such as 2026-01-31",
        "2026-02-03T00:00:00Z,, from must be a date such as 2026-01-31",
        ", x, to must be a date such as 2026-01-31",
        "2026-02-03, 2026-02-02, 'to must not be before the start of the range, 2026-02-03'",
        "2025-03-30,, from is too early if to is not given: a range has at most 366 days",
        "2024-01-01, 2025-01-01, to is too late: a range has at most 366 days"
    })
    void wrong_days_are_refused(@Nullable String from, @Nullable String to, String message) {
        assertThatThrownBy(() -> days(from, to))
                .isInstanceOf(ProblemException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-02-30,, from must be a date such as 2026-01-31",
        "2026-02-03T24:00:00Z,, 'from must be a date such as 2026-01-31, or an instant such as 2026-01-31T08:15:30Z'",
        "2026-02-03, x, 'to must be a date such as 2026-01-31, or an instant such as 2026-01-31T08:15:30Z'",
        ", 2026-02-03, from is missing: a range that has an end needs a start",
        "2026-02-03, 2026-02-02, 'to must not be before the start of the range, 2026-02-03T00:00:00Z'",
        "2026-02-03T10:00:00Z, 2026-02-03T09:59:59.999Z, 'to must not be before the start of the range, 2026-02-03T10:00:00Z'",
        "2026-02-03T10:00:00.0001Z, 2026-02-03T10:00:00.0009Z, 'to must not be before the start of the range, 2026-02-03T10:00:00.001Z'",
        "2025-03-30,, from is too early if to is not given: a range has at most 366 days",
        "2024-01-01, 2025-01-01, to is too late: a range has at most 366 days",
        "2025-01-01T00:00:00Z, 2026-01-02T00:00:00.001Z, to is too late: a range has at most 366 days"
    })
    void wrong_times_are_refused(@Nullable String from, @Nullable String to, String message) {
        assertThatThrownBy(() -> times(from, to))
                .isInstanceOf(ProblemException.class)
                .hasMessage(message);
    }
}
