package dev.reprise.personal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the last keys in memory for {@link #MAX_AGE}. So a process may read the values of a subject
 * for that long after another process destroyed the key.
 *
 * <p>Ages are measured by the wall clock: a frozen function's other clocks may stand still.
 */
public final class CachedKeys implements SubjectKeys {

    /** How long a key is kept. */
    public static final Duration MAX_AGE = Duration.ofMinutes(1);

    private static final int MAX_KEYS = 10_000;

    private final SubjectKeys keys;
    private final Cache<Subject, Found> found;

    public CachedKeys(SubjectKeys keys, InstantSource clock) {
        this.keys = keys;
        this.found =
                Caffeine.newBuilder()
                        .maximumSize(MAX_KEYS)
                        .expireAfterWrite(MAX_AGE)
                        .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                        .executor(Runnable::run)
                        .build();
    }

    /**
     * Threads that ask for the same subject at the same time share one read. That there is no key
     * is never kept: another thread or process may make one at any time.
     */
    @Override
    public Found find(Subject subject) {
        @Nullable Found known =
                found.asMap()
                        .computeIfAbsent(
                                subject,
                                missing -> {
                                    Found read = keys.find(missing);
                                    return read instanceof Found.Nothing ? null : read;
                                });
        return Objects.requireNonNullElseGet(known, Found.Nothing::new);
    }

    @Override
    public Found findOrMake(Subject subject) {
        return found.asMap().computeIfAbsent(subject, keys::findOrMake);
    }

    @Override
    public Instant destroy(Subject subject, Instant now) {
        Instant at = keys.destroy(subject, now);
        found.put(subject, new Found.Destroyed(at));
        return at;
    }

    @Override
    public List<Unfinished> unfinished(Turn turn, Instant listedUntil) {
        return keys.unfinished(turn, listedUntil);
    }

    @Override
    public boolean finish(Unfinished done) {
        return keys.finish(done);
    }
}
