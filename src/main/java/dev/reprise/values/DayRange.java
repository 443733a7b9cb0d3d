package dev.reprise.values;

import java.time.LocalDate;

/**
 * A range of days.
 *
 * @param from the first day
 * @param to the last day, not before the first
 */
public record DayRange(LocalDate from, LocalDate to) {

    public DayRange {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("must not be before " + from);
        }
    }
}
