package dev.reprise.feed;

/** A generation of the feed has ended. Nothing is put into it any more: the next one goes on. */
public final class SealedFeedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int next;

    /**
     * @param next the number of the generation that goes on
     */
    public SealedFeedException(int next) {
        super("generation " + next + " of the feed goes on");
        this.next = next;
    }

    /** The number of the generation that goes on. */
    public int next() {
        return next;
    }
}
