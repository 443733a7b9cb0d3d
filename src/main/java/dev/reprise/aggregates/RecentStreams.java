package dev.reprise.aggregates;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.reprise.eventstore.StreamName;
import java.util.Optional;

/**
 * The streams that this process handled last, as it left them. Others may have moved them on since:
 * what is here is good for an append, which would lose its place then, and never for a no.
 *
 * <p>Nothing here expires by a clock: a function may be frozen for hours between two calls.
 */
final class RecentStreams<S, E> {

    private final Cache<StreamName, Fold<S, E>> folds;
    private final boolean remembers;

    /**
     * An empty memory.
     *
     * @param maxBytes about how much it may take; 0 to remember nothing
     */
    RecentStreams(long maxBytes) {
        remembers = maxBytes > 0;
        folds =
                Caffeine.newBuilder()
                        .maximumWeight(maxBytes)
                        .<StreamName, Fold<S, E>>weigher(
                                (_, fold) -> (int) Math.min(fold.weight(), Integer.MAX_VALUE))
                        .executor(Runnable::run)
                        .build();
    }

    /** A stream as it was left, for the caller to go on with. */
    Optional<Fold<S, E>> find(StreamName stream) {
        return Optional.ofNullable(folds.getIfPresent(stream)).map(Fold::copy);
    }

    /** Takes a fold, which is not changed any more, as what is known of its stream. */
    void keep(Fold<S, E> fold) {
        if (remembers) {
            folds.put(fold.boundary().stream(), fold);
        }
    }

    /** The same, if no more is known already: a repeated creation ends where the stream began. */
    void keepIfNewer(Fold<S, E> fold) {
        if (!remembers) {
            return;
        }
        folds.asMap()
                .merge(
                        fold.boundary().stream(),
                        fold,
                        (known, other) ->
                                other.version().compareTo(known.version()) < 0 ? known : other);
    }
}
