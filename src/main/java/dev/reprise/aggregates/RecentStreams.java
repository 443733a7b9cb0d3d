package dev.reprise.aggregates;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.reprise.eventstore.StreamName;
import java.util.Optional;

/**
 * Keeps the folds of recently handled streams in memory. Other processes may have appended to these
 * streams since. A commit can still be decided from such a fold, because its append would conflict;
 * a refusal cannot.
 *
 * <p>No entry expires by time. A function may be frozen for hours between two calls, so an age
 * would say nothing.
 */
final class RecentStreams<S, E> {

    private final Cache<StreamName, Fold<S, E>> folds;
    private final boolean enabled;

    /**
     * An empty cache.
     *
     * @param maxBytes about how many bytes all folds may take in memory; 0 to keep none
     */
    RecentStreams(long maxBytes) {
        enabled = maxBytes > 0;
        folds =
                Caffeine.newBuilder()
                        .maximumWeight(maxBytes)
                        .<StreamName, Fold<S, E>>weigher((_, fold) ->
                                (int) Math.min(fold.estimatedBytes(), Integer.MAX_VALUE))
                        .executor(Runnable::run)
                        .build();
    }

    /** A copy of the fold of a stream; empty if the stream is not in memory. */
    Optional<Fold<S, E>> find(StreamName stream) {
        return Optional.ofNullable(folds.getIfPresent(stream)).map(Fold::copy);
    }

    /** Keeps a fold as the newest of its stream. The caller must not change the fold afterwards. */
    void keep(Fold<S, E> fold) {
        if (enabled) {
            folds.put(fold.boundary().stream(), fold);
        }
    }

    /**
     * Keeps a fold unless a newer fold of its stream is in memory. A repeated creation, for
     * example, has a fold of the first commit only.
     */
    void keepIfNewer(Fold<S, E> fold) {
        if (!enabled) {
            return;
        }
        folds.asMap()
                .merge(
                        fold.boundary().stream(),
                        fold,
                        (present, added) ->
                                added.version().compareTo(present.version()) < 0 ? present : added);
    }
}
