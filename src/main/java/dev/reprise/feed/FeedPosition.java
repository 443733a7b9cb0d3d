package dev.reprise.feed;

/**
 * A position in a generation of the feed.
 *
 * @param generation 1 or more
 * @param position the number of events up to it; 0 for the start
 */
public record FeedPosition(int generation, long position) {

    /** The start of the feed. It is the start of each later generation, too. */
    public static final FeedPosition START = new FeedPosition(1, 0);
}
