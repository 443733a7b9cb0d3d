package dev.reprise.projections;

import dev.reprise.eventstore.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The number of a projection's live generation: read from the store, and cached for {@link
 * #MAX_AGE}.
 */
public final class LiveGeneration {

    /** How long the number is cached: a generation that is no longer live is read for so long. */
    public static final Duration MAX_AGE = Duration.ofSeconds(5);

    private static final int FIRST = 1;

    private final ViewStore views;
    private final String projection;
    private final InstantSource clock;
    private volatile Cached cached = new Cached(FIRST, Instant.MIN);

    private record Cached(int generation, Instant readAt) {}

    /**
     * The live generation of one projection.
     *
     * @param clock the time of day; it has to go on while a Lambda function is frozen
     */
    public LiveGeneration(ViewStore views, String projection, InstantSource clock) {
        this.views = views;
        this.projection = projection;
        this.clock = clock;
    }

    /**
     * The number; 1 before the projection has applied its first batch.
     *
     * @throws StoreUnavailableException if the store did not answer
     */
    public int number() {
        Instant now = clock.instant();
        if (cached.readAt().plus(MAX_AGE).isBefore(now)) {
            cached =
                    new Cached(
                            views.generations(projection)
                                    .map(generations -> generations.live().number())
                                    .orElse(FIRST),
                            now);
        }
        return cached.generation();
    }
}
