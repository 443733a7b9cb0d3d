package dev.reprise.publishing;

/** What became of an event that was sent. */
public sealed interface Receipt {

    /** The receiver has the event. */
    record Taken() implements Receipt {}

    /**
     * The receiver does not have the event. It takes no event now, and may take this one if it is
     * sent again.
     *
     * @param reason has no values of the event
     */
    record NotNow(String reason) implements Receipt {}

    /**
     * The receiver does not have the event, because it failed. It may take the event if it is sent
     * again. The cause may be in this event alone.
     *
     * @param reason has no values of the event
     */
    record Failed(String reason) implements Receipt {}

    /**
     * The receiver does not have the event, and would refuse it again.
     *
     * @param reason has no values of the event
     */
    record Refused(String reason) implements Receipt {}
}
