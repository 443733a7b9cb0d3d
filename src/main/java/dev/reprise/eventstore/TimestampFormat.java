package dev.reprise.eventstore;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * The one way in which a timestamp is written, stored or answered: {@code
 * 2026-01-31T08:15:30.120Z}, UTC, always to the millisecond and so of fixed width, which makes the
 * order of the texts the order of the instants.
 */
public final class TimestampFormat {

    private static final String FORM = "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'";
    private static final int LENGTH = 24;
    private static final int NANOS_PER_MILLI = 1_000_000;

    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern(FORM).withZone(ZoneOffset.UTC);

    private TimestampFormat() {}

    public static String format(Instant instant) {
        return FORMAT.format(instant);
    }

    /**
     * The instant that a text stands for.
     *
     * <p>It is taken apart by hand: each commit that is read has one, and a formatter takes as long
     * for it as for all the rest of the commit.
     *
     * @throws DateTimeException if the text is in any other form
     */
    public static Instant parse(String text) {
        if (text.length() != LENGTH || !hasSeparators(text)) {
            throw new DateTimeException("\"" + text + "\" is not in the form " + FORM);
        }
        return LocalDateTime.of(
                        number(text, 0, 4),
                        number(text, 5, 7),
                        number(text, 8, 10),
                        number(text, 11, 13),
                        number(text, 14, 16),
                        number(text, 17, 19),
                        number(text, 20, 23) * NANOS_PER_MILLI)
                .toInstant(ZoneOffset.UTC);
    }

    private static boolean hasSeparators(String text) {
        return text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && text.charAt(10) == 'T'
                && text.charAt(13) == ':'
                && text.charAt(16) == ':'
                && text.charAt(19) == '.'
                && text.charAt(23) == 'Z';
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9') {
                throw new DateTimeException("\"" + text + "\" is not in the form " + FORM);
            }
            number = 10 * number + digit - '0';
        }
        return number;
    }
}
