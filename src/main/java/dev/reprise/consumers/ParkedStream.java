package dev.reprise.consumers;

import dev.reprise.eventstore.StreamName;
import java.time.Duration;
import java.time.Instant;

/**
 * A stream with a commit that a consumer could not handle. This commit and the later commits of the
 * stream wait.
 *
 * @param position the position of the commit's first event
 * @param error why the commit could not be handled, at most {@value #MAX_ERROR} characters
 * @param attempts how often the stream was parked at this position, 1 or more
 * @param parkedAt when the stream was last parked
 * @param retryAt when the stream is tried again
 */
public record ParkedStream(
        StreamName stream,
        long position,
        String error,
        int attempts,
        Instant parkedAt,
        Instant retryAt) {

    static final int MAX_ERROR = 300;

    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);

    /** The pause doubles up to 64 minutes. */
    private static final int MAX_DOUBLINGS = 6;

    public ParkedStream {
        if (error.length() > MAX_ERROR) {
            int end = Character.isHighSurrogate(error.charAt(MAX_ERROR - 1)) ? 1 : 0;
            error = error.substring(0, MAX_ERROR - end);
        }
    }

    /** A stream that is parked for the first time at this position. */
    static ParkedStream first(StreamName stream, long position, String error, Instant now) {
        return parked(stream, position, error, 1, now);
    }

    /** The same stream, after one more attempt failed. */
    ParkedStream again(long failedPosition, String failure, Instant now) {
        int failures = failedPosition == position ? attempts + 1 : 1;
        return parked(stream, failedPosition, failure, failures, now);
    }

    private static ParkedStream parked(
            StreamName stream, long position, String error, int attempts, Instant now) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts - 1, MAX_DOUBLINGS));
        return new ParkedStream(stream, position, error, attempts, now, now.plus(pause));
    }

    /** The same stream, tried again at another time, perhaps from a later position. */
    ParkedStream retriedAt(long from, Instant time) {
        return new ParkedStream(stream, from, error, attempts, parkedAt, time);
    }

    /** The same stream, with the position that its commit has in a later generation of the feed. */
    ParkedStream at(long moved) {
        return retriedAt(moved, retryAt);
    }

    /** Whether an attempt has failed since the stream was in this earlier state. */
    boolean isFailedNow(ParkedStream before) {
        return !parkedAt.equals(before.parkedAt) || attempts != before.attempts;
    }

    boolean isDue(Instant now) {
        return !retryAt.isAfter(now);
    }
}
