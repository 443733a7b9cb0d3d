package dev.reprise.aggregates;

import java.util.random.RandomGenerator;

/**
 * How many of the loads that start from a snapshot also fold the stream from its first event, to
 * compare the two states. They differ if the events are folded differently since the snapshot was
 * stored, or its codec loses something, and the codec's schema version was not raised.
 *
 * <p>A check reads the whole stream, strongly consistent, with one page of commits in memory. The
 * loads to check are chosen at random, so that many short-lived processes check as many as one.
 */
public final class SnapshotCheck {

    /** No load is checked, and none takes a further request. */
    public static final SnapshotCheck NEVER = new SnapshotCheck(0, () -> 0);

    private final int checkedOneIn;
    private final RandomGenerator random;

    private SnapshotCheck(int checkedOneIn, RandomGenerator random) {
        this.checkedOneIn = checkedOneIn;
        this.random = random;
    }

    /**
     * Checks one load in a number of loads.
     *
     * @param loads one load in this number is checked. 1 checks every load, 0 checks none
     * @param random safe for use by many threads
     */
    public static SnapshotCheck oneIn(int loads, RandomGenerator random) {
        if (loads < 0) {
            throw new IllegalArgumentException(
                    "snapshots are checked in one load of 1 or more, or of 0 for never; not of "
                            + loads);
        }
        return new SnapshotCheck(loads, random);
    }

    /** Whether to check this load. */
    boolean isDue() {
        return checkedOneIn > 0 && random.nextInt(checkedOneIn) == 0;
    }
}
