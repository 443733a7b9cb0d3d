package dev.reprise.values;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A range of instants, to the millisecond.
 *
 * @param from the first millisecond that has begun by then
 * @param to the last millisecond
 */
public record TimeRange(Instant from, Instant to) {

    /**
     * Checks the order.
     *
     * @throws IllegalArgumentException if it is wrong; the message can follow a parameter's name
     */
    public TimeRange {
        Instant floor = from.truncatedTo(ChronoUnit.MILLIS);
        from = floor.equals(from) ? floor : floor.plusMillis(1);
        to = to.truncatedTo(ChronoUnit.MILLIS);
        if (to.isBefore(from)) {
            throw new IllegalArgumentException(
                    "must not be before the start of the range, " + from);
        }
    }
}
