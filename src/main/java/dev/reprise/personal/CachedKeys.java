package dev.reprise.personal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the last keys in memory for {@link #MAX_AGE}. So a process may read the values of a subject
 * for that long after another process destroyed the key.
 *
 * <p>Ages are measured by the clock of the wall: a frozen function's other clocks may stand still.
 */
public final class CachedKeys implements SubjectKeys {

    /** How long a key is kept. */
    public static final Duration MAX_AGE = Duration.ofMinutes(1);

    private static final int MAX_KEYS = 10_000;

    private final SubjectKeys keys;
    private final Cache<String, Found> found;

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

    @Override
    public Found find(String subject) {
        Found kept = found.getIfPresent(subject);
        return kept != null ? kept : keep(subject, keys.find(subject));
    }

    @Override
    public Found findOrMake(String subject) {
        Found kept = found.getIfPresent(subject);
        return kept != null ? kept : keep(subject, keys.findOrMake(subject));
    }

    /** That there is no key is not kept: another process may make one at any time. */
    private Found keep(String subject, Found read) {
        if (!(read instanceof Found.Nothing)) {
            found.put(subject, read);
        }
        return read;
    }

    @Override
    public Instant destroy(String subject, Instant now) {
        Instant at = keys.destroy(subject, now);
        found.put(subject, new Found.Destroyed(at));
        return at;
    }

    @Override
    public List<Unfinished> unfinished(int limit) {
        return keys.unfinished(limit);
    }

    @Override
    public void finish(String subject) {
        keys.finish(subject);
    }
}
