package dev.reprise.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses an instant as RFC 3339 (5.6) writes it, such as {@code 2026-01-31T09:15:30.5+01:00}.
 *
 * <p>Hand-written because {@link Instant#parse} refuses what RFC 3339 allows (offsets above 18
 * hours, more than nine decimals of a second), and reads what it does not (years of five digits,
 * 24:00, offsets with seconds, a leap second at any time).
 */
final class Rfc3339 {

    private static final Pattern DATE_TIME =
            Pattern.compile(
                    "(\\d{4}-\\d\\d-\\d\\d)[Tt](\\d\\d:\\d\\d):(\\d\\d)(?:[.](\\d{1,9})\\d*)?"
                            + "(?:[Zz]|([+-])([01]\\d|2[0-3]):([0-5]\\d))");

    private static final String LEAP_SECOND = "60";
    private static final int SECONDS_PER_DAY = 86_400;

    /** The years that have four digits in UTC. */
    private static final Instant MIN = Instant.parse("0000-01-01T00:00:00Z");

    private static final Instant MAX = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private Rfc3339() {}

    /**
     * Parses an instant, to the nanosecond. A leap second, which is the last second of a day in
     * UTC, is read as the first second of the next day.
     *
     * @throws IllegalArgumentException if the text has another format, is not a date and time, or
     *     has a year before 0 or after 9999 in UTC; the message can follow a field's name
     */
    static Instant parse(String text) {
        Matcher parts = DATE_TIME.matcher(text);
        if (!parts.matches()) {
            throw malformed(null);
        }
        boolean leap = LEAP_SECOND.equals(parts.group(3));
        String second = leap ? "59" : parts.group(3) + "." + fraction(parts.group(4));
        try {
            Instant instant =
                    LocalDateTime.parse(parts.group(1) + "T" + parts.group(2) + ":" + second)
                            .toInstant(ZoneOffset.UTC)
                            .minus(offset(parts))
                            .plusSeconds(leap ? 1 : 0);
            boolean inRange = !instant.isBefore(MIN) && !instant.isAfter(MAX);
            if (!inRange || (leap && instant.getEpochSecond() % SECONDS_PER_DAY != 0)) {
                throw malformed(null);
            }
            return instant;
        } catch (DateTimeException e) {
            throw malformed(e);
        }
    }

    private static String fraction(@Nullable String digits) {
        return digits == null ? "0" : digits;
    }

    private static Duration offset(Matcher parts) {
        if (parts.group(5) == null) {
            return Duration.ZERO;
        }
        Duration offset =
                Duration.ofHours(Long.parseLong(parts.group(6)))
                        .plusMinutes(Long.parseLong(parts.group(7)));
        return parts.group(5).equals("-") ? offset.negated() : offset;
    }

    private static IllegalArgumentException malformed(@Nullable DateTimeException cause) {
        return new IllegalArgumentException(
                "must be an instant such as 2026-01-31T08:15:30Z or 2026-01-31T09:15:30+01:00",
                cause);
    }
}
