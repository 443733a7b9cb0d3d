package dev.reprise.processes;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/**
 * A deadline of an instance.
 *
 * @param instanceId the id of the instance, see {@link BusinessProcess#correlate}
 * @param name 1 to 64 ASCII letters, digits, dashes or underscores. An instance has at most one
 *     deadline of a name
 * @param at to the millisecond, in the years 0 to 9999
 */
public record Deadline(String instanceId, String name, Instant at) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final int MAX_YEAR = 9999;

    public Deadline {
        requireName(name);
        at = checked(at);
    }

    static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "the name of a deadline must be 1 to 64 ASCII letters, digits, dashes or"
                            + " underscores, not \""
                            + name
                            + "\"");
        }
    }

    /** Checks an instant, and returns it to the millisecond. */
    static Instant checked(Instant at) {
        int year = at.atOffset(ZoneOffset.UTC).getYear();
        if (year < 0 || year > MAX_YEAR) {
            throw new IllegalArgumentException(
                    "a deadline must be in the years 0 to 9999, in UTC, not in " + year);
        }
        return at.truncatedTo(ChronoUnit.MILLIS);
    }
}
