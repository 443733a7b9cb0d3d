package dev.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InvoiceDatesTest {

    @ParameterizedTest
    @CsvSource({
        "12/1/2010 8:26, 2010-12-01T08:26:00Z",
        "12/1/2010 08:26:30, 2010-12-01T08:26:30Z",
        "12/01/2010, 2010-12-01T00:00:00Z",
        "2010-12-01, 2010-12-01T00:00:00Z",
        "2010-12-01 08:26:00, 2010-12-01T08:26:00Z",
        "2010-12-01T08:26, 2010-12-01T08:26:00Z",
        "2010-12-01T08:26:00.500, 2010-12-01T08:26:00.500Z",
        "2010-12-01T08:26:00Z, 2010-12-01T08:26:00Z",
        "2010-12-01T09:26:00+01:00, 2010-12-01T08:26:00Z"
    })
    void a_date_is_read_in_utc(String date, Instant expected) {
        assertThat(InvoiceDates.MONTH_FIRST.read(date)).hasValue(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nan",
                "yesterday",
                "13/1/2010",
                "2/29/2010",
                "12/1/2010 24:00",
                "12/1/10",
                "2010-02-30",
                "2010-12-01T08:26:00Z2"
            })
    void another_text_is_no_date(String date) {
        assertThat(InvoiceDates.MONTH_FIRST.read(date)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "12/1/2010 8:26|1/2/2011 9:00, MONTH_FIRST",
        "1/12/2010|5/12/2010, DAY_FIRST",
        "1/12/2010|13/12/2010, DAY_FIRST",
        "13/12/2010 8:26|1/12/2010 9:00, DAY_FIRST",
        "12/13/2010|12/1/2010, MONTH_FIRST",
        "2010-12-01, DAY_FIRST",
        "'', DAY_FIRST"
    })
    void the_order_of_day_and_month_is_that_of_most_dates_of_the_file(
            String dates, InvoiceDates order) {
        assertThat(InvoiceDates.of(List.copyOf(Arrays.asList(dates.split("[|]")))))
                .isEqualTo(order);
    }
}
