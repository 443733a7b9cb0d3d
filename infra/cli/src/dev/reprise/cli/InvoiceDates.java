package dev.reprise.cli;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Optional;

/**
 * Reads the dates of a file: ISO dates, and dates such as {@code 12/1/2010 8:26}. A time of day is
 * optional. A date without an offset is taken as UTC.
 *
 * <p>The Online Retail data has the month first and a time of day. Copies of it that have lost the
 * time of day have the day first. So a file is read in the order in which more of its dates exist.
 * If both orders are possible, a file with a time of day has the month first, another one the day.
 */
enum InvoiceDates {
    MONTH_FIRST("M/d/uuuu"),
    DAY_FIRST("d/M/uuuu");

    private static final DateTimeFormatter ISO =
            formatter("uuuu-M-d[['T'][' ']H:mm[:ss][.SSS]][XXX]");

    private final DateTimeFormatter slashes;

    InvoiceDates(String date) {
        slashes = formatter(date + "[ H:mm[:ss]]");
    }

    private static DateTimeFormatter formatter(String pattern) {
        return DateTimeFormatter.ofPattern(pattern).withResolverStyle(ResolverStyle.STRICT);
    }

    /** The order in which a file has day and month. */
    static InvoiceDates of(List<String> dates) {
        long monthFirst = dates.stream().filter(date -> MONTH_FIRST.read(date).isPresent()).count();
        long dayFirst = dates.stream().filter(date -> DAY_FIRST.read(date).isPresent()).count();
        if (monthFirst != dayFirst) {
            return monthFirst > dayFirst ? MONTH_FIRST : DAY_FIRST;
        }
        boolean hasTime = dates.stream().anyMatch(date -> date.contains(":"));
        return hasTime ? MONTH_FIRST : DAY_FIRST;
    }

    /** The instant of a date; empty if it cannot be read. */
    Optional<Instant> read(String date) {
        try {
            TemporalAccessor read =
                    (date.contains("/") ? slashes : ISO)
                            .parseBest(
                                    date,
                                    OffsetDateTime::from,
                                    LocalDateTime::from,
                                    LocalDate::from);
            return Optional.of(
                    switch (read) {
                        case OffsetDateTime at -> at.toInstant();
                        case LocalDateTime at -> at.toInstant(ZoneOffset.UTC);
                        case LocalDate day -> day.atStartOfDay(ZoneOffset.UTC).toInstant();
                        default -> throw new IllegalStateException("not asked for: " + read);
                    });
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }
}
