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
import dev.reprise.personal.SubjectKeys.Turn;
import dev.reprise.personal.SubjectKeys.Unfinished;
import dev.reprise.projections.ProjectionNotReadyException;
import dev.reprise.projections.Refold;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Forgets subjects.
 *
 * <ol>
 *   <li>The subject's key is destroyed, and the subject listed for its first turn, with one write.
 *       From then on no process gets the key; one that has it in memory loses it after {@link
 *       CachedKeys#MAX_AGE}.
 *   <li>The event {@value #SUBJECT_FORGOTTEN} is appended to the stream {@code
 *       forgotten-<subject>}.
 *   <li>First turn: the rows that show values of the subject are refolded.
 *   <li>Last turn, {@link #SETTLED} after the listing: they are refolded once more, because a
 *       process may have written a row with a key that it had in memory.
 * </ol>
 *
 * <p>A call does 1 and 2. A process that works on jobs does 2 to 4 for each subject that is listed:
 * so a call that ended after 1 is completed. Each step can be done twice. A subject stays listed
 * while any of its rows cannot be refolded.
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

    private static final Logger LOG = System.getLogger(Forgetting.class.getName());

    private final PersonalData personal;
    private final SubjectKeys keys;
    private final EventStore events;
    private final SubjectStreams streams;
    private final Refold refold;
    private final InstantSource clock;

    public Forgetting(
            PersonalData personal,
            EventStore events,
            SubjectStreams streams,
            Refold refold,
            InstantSource clock) {
        this.personal = personal;
        this.keys = personal.keys();
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
     * @return when the subject was forgotten first; empty if personal values are not encrypted, so
     *     that nothing can be forgotten, and nothing was done
     * @throws StoreUnavailableException if a store did not answer; the key may be destroyed. Repeat
     *     the call
     */
    public Optional<Instant> forget(Subject subject, Metadata metadata) {
        if (!personal.encrypts()) {
            return Optional.empty();
        }
        Instant at = keys.destroy(subject, clock.instant());
        appendEvent(subject, at, metadata);
        return Optional.of(at);
    }

    /** When the subject was forgotten; empty if it was not. */
    public Optional<Instant> forgottenAt(Subject subject) {
        return keys.destroyedAt(subject);
    }

    /** Appends the event, unless it is there. */
    private void appendEvent(Subject subject, Instant at, Metadata metadata) {
        StreamName stream = new StreamName(subject.tenant(), CATEGORY, subject.id());
        events.append(
                new NewCommit(
                        CommitBoundary.startOf(stream),
                        new EncodedEvents.Json(
                                1, "[{\"eventType\":\"" + SUBJECT_FORGOTTEN + "\"}]"),
                        new CommandId("forget"),
                        CommandDigest.of(
                                1,
                                new FramedDigest().add("forget").add(subject.toString()).digest()),
                        metadata,
                        at,
                        Optional.empty()));
    }

    /**
     * Refolds the rows of the listed subjects. A subject whose rows cannot be refolded now is left
     * to a later call.
     *
     * @param deadline nothing is begun after this instant
     * @throws StoreUnavailableException if the keys or the events did not answer
     */
    public void work(Instant deadline) {
        work(Turn.FIRST, clock.instant(), deadline);
        work(Turn.LAST, clock.instant().minus(SETTLED), deadline);
    }

    /** Page by page, as long as each page has subjects that this call has not tried yet. */
    private void work(Turn turn, Instant listedUntil, Instant deadline) {
        Set<Unfinished> tried = new HashSet<>();
        boolean isNew = true;
        while (isNew) {
            isNew = false;
            for (Unfinished subject : keys.unfinished(turn, listedUntil)) {
                if (clock.instant().isAfter(deadline)) {
                    return;
                }
                if (tried.add(subject)) {
                    isNew = true;
                    appendEvent(subject.subject(), subject.destroyedAt(), Metadata.NONE);
                    if (refold(subject.subject(), deadline)) {
                        keys.finish(subject);
                    }
                }
            }
        }
    }

    /** Whether all rows are refolded. While the list of streams is being built, they are not. */
    private boolean refold(Subject subject, Instant deadline) {
        try {
            Optional<String> after = Optional.empty();
            do {
                if (clock.instant().isAfter(deadline)) {
                    return false;
                }
                SubjectStreams.Page page = streams.of(subject, after);
                refold.refold(page.streams());
                after = page.next();
            } while (after.isPresent());
            return true;
        } catch (ProjectionNotReadyException | StoreUnavailableException e) {
            LOG.log(
                    Level.WARNING,
                    "the rows of a forgotten subject are refolded later: {0}",
                    e.getMessage());
            return false;
        }
    }
}
