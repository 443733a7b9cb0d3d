package dev.reprise.processes;

/** The outcome of giving a deadline to its instance. */
enum DeadlineOutcome {

    /** The instance reacted to it now or earlier, or it was cancelled or moved. */
    ENDED,

    /**
     * It is still pending: its command is sent only if the target is unchanged, and the target has
     * an event to which the instance has not reacted. The consumer will give the instance this
     * event.
     */
    WAITING,

    /** It is still pending: the instance could not react. */
    FAILED
}
