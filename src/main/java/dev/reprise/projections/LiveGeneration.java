package dev.reprise.projections;

import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.projections.Generations.Generation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The generation of a projection's rows that is read: the live one, or, if this code does not know
 * its schema version, the last one that it knows among those that are still written. It is read
 * from the store, and cached for {@link #MAX_AGE}.
 */
public final class LiveGeneration {

    /** How long it is cached: a generation that is no longer live is read for so long. */
    public static final Duration MAX_AGE = Duration.ofSeconds(5);

    private final ViewStore views;
    private final Projection<?, ?> projection;
    private final CommitScan scan;
    private final InstantSource clock;
    private volatile Cached cached = new Cached(Optional.empty(), Instant.MIN);

    private record Cached(Optional<Integer> number, Instant readAt) {}

    /**
     * The live generation of one projection.
     *
     * @param scan tells whether there are commits that could have been projected
     * @param clock the time of day; it has to go on while a Lambda function is frozen
     */
    public LiveGeneration(
            ViewStore views, Projection<?, ?> projection, CommitScan scan, InstantSource clock) {
        this.views = views;
        this.projection = projection;
        this.scan = scan;
        this.clock = clock;
    }

    /**
     * The number of the generation; empty if there is none because there are no commits.
     *
     * @throws ProjectionNotReadyException if no generation can be read yet
     * @throws StoreUnavailableException if the store did not answer
     */
    public Optional<Integer> number() {
        Instant now = clock.instant();
        Cached last = cached;
        if (last.number().isPresent() && !last.readAt().plus(MAX_AGE).isBefore(now)) {
            return last.number();
        }
        Optional<Integer> number = views.generations(projection.name()).map(this::readable);
        if (number.isEmpty() && scan.hasCommits()) {
            throw new ProjectionNotReadyException(projection.name());
        }
        cached = new Cached(number, now);
        return number;
    }

    private int readable(Generations generations) {
        return Stream.concat(
                        generations.live().stream(), generations.retiring().reversed().stream())
                .filter(generation -> generation.schemaVersion() == projection.schemaVersion())
                .map(Generation::number)
                .findFirst()
                .orElseThrow(() -> ProjectionNotReadyException.of(projection.name(), generations));
    }
}
