package dev.reprise.processes;

import dev.reprise.eventstore.TimestampFormat;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * A pending deadline in the read model.
 *
 * @param number the sequence number of the event that set it
 * @param depth how many reactions in a row there are, including the reaction to this deadline
 * @param correlationId the correlation id of the commit that set it; empty if there is none
 */
public record PendingDeadline(
        String name, Instant at, long number, int depth, Optional<String> correlationId) {

    private static final String SEPARATOR = " ";
    private static final int PARTS = 5;

    /** One line of text. */
    String encode() {
        return String.join(
                SEPARATOR,
                name,
                TimestampFormat.format(at),
                Long.toString(number),
                Integer.toString(depth),
                correlationId
                        .map(id -> "=" + URLEncoder.encode(id, StandardCharsets.UTF_8))
                        .orElse(""));
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    static PendingDeadline decode(String line) {
        String[] parts = line.split(SEPARATOR, -1);
        if (parts.length != PARTS) {
            throw new IllegalArgumentException("this stored deadline cannot be read: " + line);
        }
        try {
            return new PendingDeadline(
                    parts[0],
                    TimestampFormat.parse(parts[1]),
                    Long.parseLong(parts[2]),
                    Integer.parseInt(parts[3]),
                    Optional.of(parts[4])
                            .filter(id -> !id.isEmpty())
                            .map(id -> URLDecoder.decode(id.substring(1), StandardCharsets.UTF_8)));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("this stored deadline cannot be read: " + line, e);
        }
    }
}
