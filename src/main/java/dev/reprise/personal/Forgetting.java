package dev.reprise.personal;

import dev.reprise.eventstore.CommandDigest;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.FramedDigest;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.NewCommit;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamName;
import dev.reprise.personal.SubjectKeys.Unfinished;
import dev.reprise.projections.Refold;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Forgets subjects.
 *
 * <ol>
 *   <li>The subject's key is destroyed, and the subject listed as unfinished, with one write. From
 *       then on no process gets the key; one that has it in memory loses it after {@link
 *       CachedKeys#MAX_AGE}.
 *   <li>The event {@value #SUBJECT_FORGOTTEN} is appended to the stream {@code
 *       forgotten-<subject>}.
 *   <li>The rows that show values of the subject are folded anew.
 *   <li>{@link #SETTLED} later they are folded anew once more, because a process may have written a
 *       row with a key that it had in memory. Then the subject is no longer listed.
 * </ol>
 *
 * <p>A call does 1 and 2. A process that works on jobs does 2 to 4 for each subject that is listed,
 * so that a call that ended after 1 changes nothing. Each step can be done twice.
 */
public final class Forgetting {

    /** The category of the streams that say who was forgotten. */
    public static final String CATEGORY = "forgotten";

    /** The stored name of the event. */
    public static final String SUBJECT_FORGOTTEN = "SubjectForgotten";

    /**
     * After this time no process has the key in memory, nor a batch in hand that it began with the
     * key: a key is kept for a minute, and a batch takes a minute at most.
     */
    public static final Duration SETTLED = CachedKeys.MAX_AGE.plus(Duration.ofMinutes(2));

    private static final int AT_ONCE = 100;

    private final SubjectKeys keys;
    private final EventStore events;
    private final SubjectStreams streams;
    private final Refold refold;
    private final InstantSource clock;

    public Forgetting(
            SubjectKeys keys,
            EventStore events,
            SubjectStreams streams,
            Refold refold,
            InstantSource clock) {
        this.keys = keys;
        this.events = events;
        this.streams = streams;
        this.refold = refold;
        this.clock = clock;
    }

    /**
     * Destroys a subject's key. No value of the subject can be read after that, apart from what the
     * class describes.
     *
     * @param metadata of the event, if this call is the first
     * @return when the subject was forgotten first
     * @throws StoreUnavailableException if a store did not answer; the key may be destroyed. Repeat
     *     the call
     */
    public Instant forget(String subject, Metadata metadata) {
        Instant at = keys.destroy(subject, clock.instant());
        appendEvent(subject, at, metadata);
        return at;
    }

    /** When the subject was forgotten; empty if it was not. */
    public Optional<Instant> forgottenAt(String subject) {
        return keys.destroyedAt(subject);
    }

    /** Appends the event, unless it is there. */
    private void appendEvent(String subject, Instant at, Metadata metadata) {
        StreamName stream = new StreamName(CATEGORY, subject);
        events.append(
                new NewCommit(
                        CommitBoundary.startOf(stream),
                        new EncodedEvents.Json(
                                1, "[{\"eventType\":\"" + SUBJECT_FORGOTTEN + "\"}]"),
                        new CommandId("forget"),
                        CommandDigest.of(1, new FramedDigest().add("forget").add(subject).digest()),
                        metadata,
                        at,
                        Optional.empty()));
    }

    /**
     * Folds the rows of forgotten subjects anew, until none is left to be done now.
     *
     * @param deadline no subject is begun after this instant
     * @throws StoreUnavailableException if a store did not answer; the rest is done by a later call
     */
    public void work(Instant deadline) {
        for (Unfinished subject : keys.unfinished(AT_ONCE)) {
            Instant begun = clock.instant();
            if (begun.isAfter(deadline)) {
                return;
            }
            appendEvent(subject.subject(), subject.destroyedAt(), Metadata.NONE);
            foldAnew(subject.subject());
            if (begun.isAfter(subject.destroyedAt().plus(SETTLED))) {
                keys.finish(subject.subject());
            }
        }
    }

    private void foldAnew(String subject) {
        Optional<String> after = Optional.empty();
        do {
            SubjectStreams.Page page = streams.of(subject, after);
            refold.refold(page.streams());
            after = page.next();
        } while (after.isPresent());
    }
}
