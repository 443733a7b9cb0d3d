package dev.reprise.eventstore;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;

/**
 * The one way in which a timestamp is written, stored or answered: {@code
 * 2026-01-31T08:15:30.120Z}, UTC, always to the millisecond and so of fixed width, which makes the
 * order of the texts the order of the instants.
 */
public final class TimestampFormat {

    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'")
                    .withZone(ZoneOffset.UTC)
                    .withResolverStyle(ResolverStyle.STRICT);

    private TimestampFormat() {}

    public static String format(Instant instant) {
        return FORMAT.format(instant);
    }

    /**
     * The instant that a text stands for.
     *
     * @throws DateTimeParseException if the text is in any other form
     */
    public static Instant parse(String text) {
        return Instant.from(FORMAT.parse(text));
    }
}
