package dev.reprise.personal;

import dev.reprise.eventstore.StoreUnavailableException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The keys of subjects. A subject has one key at most, and none for ever once it is forgotten.
 *
 * <p>Every method throws {@link StoreUnavailableException} if the store of the keys, or the service
 * that has the master key, does not answer.
 */
public interface SubjectKeys {

    /** What there is of a subject. */
    sealed interface Found {

        /** The subject has a key. */
        record Key(SubjectKey key) implements Found {}

        /** The key was destroyed. There will be no other. */
        record Destroyed(Instant at) implements Found {}

        /** The subject never had a key. */
        record Nothing() implements Found {}
    }

    /**
     * The subject's key. A key may still be found for a moment after it was destroyed, but a key
     * that was made is never missed.
     */
    Found find(String subject);

    /** The subject's key, made if there is none. Never {@link Found.Nothing}. */
    Found findOrMake(String subject);

    /**
     * Destroys the key of a subject, whether it has one or not, and lists the subject as {@link
     * #unfinished}. Done again, it only lists the subject again.
     *
     * @return when the key was destroyed first
     */
    Instant destroy(String subject, Instant now);

    /** Subjects whose readable values may still be in read models; the oldest first. */
    List<Unfinished> unfinished(int limit);

    /** No longer lists a subject as unfinished. */
    void finish(String subject);

    /** A subject that is being forgotten. */
    record Unfinished(String subject, Instant destroyedAt) {}

    /** When the subject was forgotten; empty if it was not. */
    default Optional<Instant> destroyedAt(String subject) {
        return find(subject) instanceof Found.Destroyed(Instant at)
                ? Optional.of(at)
                : Optional.empty();
    }
}
