package dev.reprise.projections;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

/**
 * How often a caller looks again for what is not there yet.
 *
 * @param pauses before each further look, so their number is that of the looks after the first one;
 *     none to look once
 */
public record Patience(List<Duration> pauses) {

    /** For one row: looks seven times, in two seconds. */
    public static final Patience FOR_A_ROW = ofMillis(50, 100, 200, 400, 600, 650);

    /** For a page, which costs up to 200 times as much as a row: three times, in two seconds. */
    public static final Patience FOR_A_PAGE = ofMillis(500, 1_500);

    /** Looks once. */
    public static final Patience NONE = ofMillis();

    public Patience {
        pauses = List.copyOf(pauses);
    }

    /** Pauses of so many milliseconds. */
    public static Patience ofMillis(long... pauses) {
        return new Patience(LongStream.of(pauses).mapToObj(Duration::ofMillis).toList());
    }

    /** All pauses together. */
    public Duration total() {
        return pauses.stream().reduce(Duration.ZERO, Duration::plus);
    }
}
