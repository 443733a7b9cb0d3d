package dev.reprise.eventstore;

import java.util.List;
import java.util.Optional;

/**
 * Streams of commits that are only ever appended to.
 *
 * <p>Reads are strongly consistent, unless they are asked to be otherwise: a commit that was
 * acknowledged to anyone is in every read that begins afterwards.
 *
 * <p>Every method throws {@link StoreUnavailableException} when the store could not be asked or did
 * not answer. After that the outcome of an append is not known; the same append, repeated, finds
 * out.
 */
public interface EventStore {

    /**
     * Appends one commit at the boundary it names, if no other commit is there.
     *
     * <p>The caller read or wrote that boundary itself, so the stream is known to reach it.
     */
    AppendResult append(NewCommit commit);

    /**
     * Appends one commit to each of several streams, all or nothing, if no other commit is at any
     * of these boundaries, nor at those that are to be unchanged.
     *
     * <p>If the same command appended to all of them before, that is the outcome, whatever came
     * after it, and whatever became of the streams that were to be unchanged.
     */
    JointAppendResult appendAll(JointCommit commit);

    /**
     * What is asked for of a stream's end, oldest first: every commit from one whose snapshot can
     * be used, or from the first, up to the one that holds the version asked for, or to the tail;
     * and more before them, if fewer than the least number. Empty if the stream has no commits.
     *
     * @throws BrokenStreamException if the commits do not follow one another without a gap or an
     *     overlap, or one of them cannot be read
     */
    List<Commit> load(Load load);

    /**
     * The commits after a boundary, oldest first, to the tail; none if the boundary is the tail.
     * Read page by page while it is iterated; each iteration reads anew.
     *
     * @throws BrokenStreamException while iterating, as {@link #load} does
     */
    Iterable<Commit> readAfter(CommitBoundary boundary);

    /**
     * The commits from the one that holds an event on, oldest first, to the tail; none if the
     * stream has no such event yet. Read page by page while it is iterated; each iteration reads
     * anew.
     *
     * @param sequenceNumber 1 or more
     * @param pageSize how many commits one request fetches at most, 1 or more: what the caller
     *     expects to use
     * @throws BrokenStreamException while iterating, as {@link #load} does
     */
    Iterable<Commit> readFrom(StreamName stream, long sequenceNumber, int pageSize);

    /**
     * The last commit that begins at an event or before it: the one that holds the event, or past
     * the tail the last one. Empty if the stream has no commits.
     *
     * @param sequenceNumber 1 or more
     * @throws BrokenStreamException if it cannot be read
     */
    Optional<Commit> commitAtOrBefore(StreamName stream, long sequenceNumber);

    /**
     * Checks a stream from its first commit to its tail against its hash chain. A stream without
     * commits is intact, at version 0.
     */
    Verification verify(StreamName stream);
}
