package dev.reprise.http;

import dev.reprise.values.DayRange;
import dev.reprise.values.TimeRange;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses the query parameters {@code from} and {@code to}, which a range includes both. Days are
 * those of UTC. A range has at most {@value #MAX_DAYS} days.
 */
public final class RangeParameters {

    public static final String FROM = "from";
    public static final String TO = "to";
    public static final int MAX_DAYS = 366;

    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");

    private RangeParameters() {}

    /**
     * A range of days.
     *
     * @param from the first day, such as {@code 2026-01-31}; null for so many days up to {@code to}
     * @param to the last day; null for the current one
     * @param defaultDays how many days a range without {@code from} has
     */
    public static DayRange days(
            @Nullable String from, @Nullable String to, int defaultDays, Instant now) {
        LocalDate first = from == null ? null : Input.parameter(FROM, from, RangeParameters::day);
        LocalDate last =
                to == null ? today(now, first) : Input.parameter(TO, to, text -> day(text));
        if (first == null) {
            first = last.minusDays(defaultDays - 1L);
        }
        LocalDate begin = first;
        DayRange range = Input.parse(Input.PARAMETER, TO, last, end -> new DayRange(begin, end));
        requireLength(ChronoUnit.DAYS.between(first, last) < MAX_DAYS, to);
        return range;
    }

    /** The current day, or a later one with which the range begins. */
    private static LocalDate today(Instant now, @Nullable LocalDate first) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        return first != null && first.isAfter(today) ? first : today;
    }

    /**
     * A range of instants.
     *
     * @param from a day, for its first instant, or an instant as RFC 3339 writes it
     * @param to a day, for its last instant, or an instant; null for the end of the current day.
     *     Needs {@code from}
     * @return empty if neither is given
     */
    public static Optional<TimeRange> times(
            @Nullable String from, @Nullable String to, Instant now) {
        if (from == null) {
            if (to != null) {
                throw ProblemException.malformed(
                        Input.PARAMETER, FROM, "is missing: a range that has an end needs a start");
            }
            return Optional.empty();
        }
        Instant first = Input.parameter(FROM, from, RangeParameters::startOf);
        Instant last =
                to == null
                        ? endOf(today(now, LocalDate.ofInstant(first, ZoneOffset.UTC)))
                        : Input.parameter(TO, to, RangeParameters::endOf);
        TimeRange range = Input.parse(Input.PARAMETER, TO, last, end -> new TimeRange(first, end));
        requireLength(Duration.between(first, last).compareTo(Duration.ofDays(MAX_DAYS)) <= 0, to);
        return Optional.of(range);
    }

    private static void requireLength(boolean shortEnough, @Nullable String to) {
        if (!shortEnough) {
            throw to == null
                    ? ProblemException.malformed(
                            Input.PARAMETER,
                            FROM,
                            "is too early if to is not given: a range has at most "
                                    + MAX_DAYS
                                    + " days")
                    : ProblemException.malformed(
                            Input.PARAMETER,
                            TO,
                            "is too late: a range has at most " + MAX_DAYS + " days");
        }
    }

    private static Instant startOf(String text) {
        return isDay(text) ? day(text).atStartOfDay(ZoneOffset.UTC).toInstant() : instant(text);
    }

    private static Instant endOf(String text) {
        return isDay(text) ? endOf(day(text)) : instant(text);
    }

    private static Instant endOf(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant().plus(1, ChronoUnit.DAYS).minusMillis(1);
    }

    private static boolean isDay(String text) {
        return DAY.matcher(text).matches();
    }

    private static LocalDate day(String text) {
        if (isDay(text)) {
            try {
                return LocalDate.parse(text);
            } catch (DateTimeException _) {
                // There is no such day.
            }
        }
        throw new IllegalArgumentException("must be a date such as 2026-01-31");
    }

    private static Instant instant(String text) {
        try {
            return Rfc3339.parse(text);
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException(
                    "must be a date such as 2026-01-31, or an instant such as 2026-01-31T08:15:30Z");
        }
    }
}
