package dev.reprise.personal;

import dev.reprise.eventstore.StoreUnavailableException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The keys of subjects. A subject has at most one key. A forgotten subject has none, and never gets
 * another one.
 *
 * <p>Every method throws {@link StoreUnavailableException} if the store of the keys, or the service
 * that has the master key, does not answer.
 */
public interface SubjectKeys {

    /** What the store has for a subject. */
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
    Found find(Subject subject);

    /** The subject's key, made if there is none. Never {@link Found.Nothing}. */
    Found findOrMake(Subject subject);

    /**
     * Destroys the key of a subject, whether it has one or not, and lists the subject as {@link
     * #unfinished} for its first turn. Done again, it only lists the subject again.
     *
     * @return when the key was destroyed first
     */
    Instant destroy(Subject subject, Instant now);

    /** How often the rows of a forgotten subject are refolded. */
    enum Turn {
        /** At once. */
        FIRST,
        /** Once no process has the key in memory any more. */
        LAST
    }

    /**
     * A subject whose readable values may still be in read models.
     *
     * @param destroyedAt when the key was destroyed first
     * @param listedAt when the subject was listed last
     * @param turn the next turn
     */
    record Unfinished(Subject subject, Instant destroyedAt, Instant listedAt, Turn turn) {}

    /**
     * Subjects that wait for a turn: those that were listed first, and no more than a page.
     *
     * @param listedUntil leaves out those that were listed later
     */
    List<Unfinished> unfinished(Turn turn, Instant listedUntil);

    /**
     * Lists a subject for its next turn, or no longer after the last one.
     *
     * @return false if the subject was listed anew, or another process did this
     */
    boolean finish(Unfinished done);

    /** When the subject was forgotten; empty if it was not. */
    default Optional<Instant> destroyedAt(Subject subject) {
        return find(subject) instanceof Found.Destroyed(Instant at)
                ? Optional.of(at)
                : Optional.empty();
    }
}
