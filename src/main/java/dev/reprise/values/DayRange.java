package dev.reprise.values;

import java.time.LocalDate;

/**
 * A range of days.
 *
 * @param from the first day
 * @param to the last day, not before the first
 */
public record DayRange(LocalDate from, LocalDate to) {

    /**
     * Checks the order.
     *
     * @throws IllegalArgumentException if it is wrong; the message can follow a parameter's name
     */
    public DayRange {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException(
                    "must not be before the start of the range, " + from);
        }
    }
}
