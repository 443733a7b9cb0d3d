package dev.reprise.projections;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Which generation of a projection's rows to read. It is asked for anew after some seconds, so that
 * a generation that is no longer live is read for no longer than that.
 */
public final class LiveGeneration {

    /** How long a generation that is no longer live may still be read. */
    public static final Duration MAX_AGE = Duration.ofSeconds(5);

    private static final int FIRST = 1;

    private final ViewStore views;
    private final String projection;
    private final InstantSource clock;
    private volatile Known known = new Known(FIRST, Instant.MIN);

    private record Known(int generation, Instant asked) {}

    /**
     * The live generation of one projection.
     *
     * @param clock the time of day, which goes on while a function is frozen
     */
    public LiveGeneration(ViewStore views, String projection, InstantSource clock) {
        this.views = views;
        this.projection = projection;
        this.clock = clock;
    }

    /** Its number; 1 before the projection has begun. */
    public int number() {
        Instant now = clock.instant();
        if (known.asked().plus(MAX_AGE).isBefore(now)) {
            known =
                    new Known(
                            views.generations(projection)
                                    .map(generations -> generations.live().number())
                                    .orElse(FIRST),
                            now);
        }
        return known.generation();
    }
}
