package dev.reprise.eventstore;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Stores streams of commits. Commits are appended, and never changed or removed.
 *
 * <p>Reads are strongly consistent, except a {@link Load} with {@link Load.Consistency#EVENTUAL}: a
 * read returns every commit that was acknowledged to anyone before the read began.
 *
 * <p>Every method throws {@link StoreUnavailableException} if the store cannot be reached or does
 * not answer. After a failed append it is unknown whether the commit was stored; repeat the same
 * append to learn its outcome.
 */
public interface EventStore {

    /** How many commits a part of a verification has, unless said otherwise. */
    int VERIFIED_AT_ONCE = 1_000;

    /** Appends one commit at its boundary, if no commit begins there yet. */
    AppendResult append(NewCommit commit);

    /**
     * What {@link #append} would answer if a commit is larger than the store allows; empty if it is
     * not. Asks the store nothing.
     */
    Optional<AppendResult.TooLarge> tooLarge(NewCommit commit);

    /**
     * Appends one commit to each of several streams, or to none. Appends if no commit begins yet at
     * any of their boundaries, nor at the boundaries of the streams that must be unchanged.
     *
     * <p>If the same command has already appended to all of these streams, those commits are the
     * outcome, even if any of the named streams has changed since.
     */
    JointAppendResult appendAll(JointCommit commit);

    /**
     * The last commits of a stream, oldest first. They end with the commit that holds {@link
     * Load#upTo}, or with the tail. They begin with a commit that has a usable snapshot or with the
     * first commit, or earlier if there are fewer than {@link Load#minCommits} otherwise; but with
     * any commit if these take {@link Load#MAX_BYTES}. Empty if the stream has no commits.
     *
     * @throws BrokenStreamException if there is a gap or an overlap between the commits, or one of
     *     them cannot be decoded
     */
    List<Commit> load(Load load);

    /**
     * The commits after a boundary, oldest first, to the tail. Empty if the boundary is the tail.
     * Pages are read while iterating, and each iteration reads again.
     *
     * @throws BrokenStreamException while iterating, as {@link #load} does
     */
    Iterable<Commit> readAfter(CommitBoundary boundary);

    /**
     * The commits after a boundary to the tail, oldest first, if they are few: with one request,
     * strongly read. Empty if there are more than {@code atMost}, or more than a request returns.
     *
     * @throws BrokenStreamException as {@link #load} does
     */
    default Optional<List<Commit>> readFewAfter(CommitBoundary boundary, int atMost) {
        List<Commit> few = new ArrayList<>();
        for (Commit commit : readAfter(boundary)) {
            if (few.size() == atMost) {
                return Optional.empty();
            }
            few.add(commit);
        }
        return Optional.of(List.copyOf(few));
    }

    /**
     * The commits from the one that holds an event, oldest first, to the tail. Empty if the stream
     * has no such event yet. Pages are read while iterating, and each iteration reads again.
     *
     * @param sequenceNumber of that event, 1 or more
     * @param pageSize how many commits the first request fetches at most, 1 or more: choose how
     *     many the caller is sure to use. Each further request fetches twice as many, so that a
     *     caller who stops has fetched about twice as much as was used
     * @throws BrokenStreamException while iterating, as {@link #load} does
     */
    Iterable<Commit> readFrom(StreamName stream, long sequenceNumber, int pageSize);

    /**
     * The commits from the one that holds an event, newest first, to the first commit. They begin
     * with the tail if the event is after it. Empty if the stream has no commits. Pages are read
     * while iterating, and each iteration reads again.
     *
     * @param sequenceNumber of that event, 1 or more
     * @param pageSize see {@link #readFrom}
     * @throws BrokenStreamException while iterating, as {@link #load} does
     */
    Iterable<Commit> readBackFrom(StreamName stream, long sequenceNumber, int pageSize);

    /**
     * The last commit that begins at or before an event. It holds the event, or is the stream's
     * last commit if the event is after the tail. Empty if the stream has no commits.
     *
     * @param sequenceNumber of that event, 1 or more
     * @throws BrokenStreamException if the commit cannot be decoded
     */
    Optional<Commit> commitAtOrBefore(StreamName stream, long sequenceNumber);

    /**
     * Checks a part of the hash chain of a stream, with one request. A stream without commits is
     * intact, at version 0.
     *
     * @param checked what was checked before; {@link Verification.Intact#none} to begin with the
     *     first commit
     * @param maxCommits how many further commits to check at most, 1 or more. Fewer are checked if
     *     they are large
     * @return unfinished if there are later commits than those that were checked
     */
    Verification verify(StreamName stream, Verification.Intact checked, int maxCommits);

    /** Checks the hash chain of a stream from its first commit to its tail, part by part. */
    default Verification verify(StreamName stream) {
        Verification part = verify(stream, Verification.Intact.none(stream), VERIFIED_AT_ONCE);
        while (part instanceof Verification.Unfinished(Verification.Intact soFar)) {
            part = verify(stream, soFar, VERIFIED_AT_ONCE);
        }
        return part;
    }
}
